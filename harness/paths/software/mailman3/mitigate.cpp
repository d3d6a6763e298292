#include <algorithm>

#include "core/base/text.hpp"
#include "harness/paths/edit.hpp"
#include "harness/paths/lists/author_name.hpp"
#include "harness/paths/settings.hpp"
#include "harness/paths/software/mailman3/list_fields.hpp"
#include "harness/paths/software/mailman3/mailman3.hpp"
#include "harness/paths/software/python_email/addresses.hpp"
#include "harness/paths/software/python_email/charsets.hpp"
#include "harness/paths/software/python_email/header.hpp"
#include "harness/paths/software/python_email/part.hpp"

namespace mass::transforms {

namespace {

using python_email::Address;

// Fields of the original that the wrapper has too: each name that starts so.
constexpr std::string_view kKept[] = {"archived-at", "date",       "in-reply-to",
                                      "list-",       "precedence", "references",
                                      "subject",     "to",         "x-mailman-"};

struct NewField {
  std::string name;
  std::string value;
};

// Encoded words undone. What no charset fits shows marks.
std::string decoded_name(std::string_view name) {
  const auto chunks = python_email::decode_header(name);
  if (!chunks) return std::string(name);
  std::string out;
  for (const auto& chunk : *chunks) {
    if (!chunk.charset) {
      out += chunk.octets;
    } else {
      out += python_email::to_utf8(chunk.octets, *chunk.charset).value_or("\xEF\xBF\xBD");
    }
  }
  return out;
}

class Mitigation {
 public:
  Mitigation(const Transit& transit, const Parameters& parameters)
      : transit_(transit), parameters_(parameters), editor_(transit.message) {}

  // From of the list, and where the author's address goes. Nothing where one of them is not ASCII.
  [[nodiscard]] std::optional<std::vector<NewField>> munged() const {
    const Address author = read_author();
    std::string name = author.name.empty() ? author.address : author.name;
    name = decoded_name(without_domain(std::move(name)));
    const auto from = python_email::write_address(
        {name + " via " + parameters_.text("display_name"), parameters_.text("list_address")});

    // Where replies go to the author anyway, Reply-To says so; else Cc keeps the author informed.
    const bool is_reply = parameters_.text("reply_mode") == "no_munging";
    const std::string to = is_reply ? "Reply-To" : "Cc";
    const auto values = readable_values(editor_, to);
    std::vector<Address> others =
        values.empty() ? std::vector<Address>() : python_email::read_addresses(values);
    if (std::ranges::find(others, author.address, &Address::address) == others.end()) {
      others.push_back(author);
    }
    const auto addresses = python_email::write_addresses(others);
    if (!from || !addresses) return std::nullopt;
    return std::vector<NewField>{{"From", *from}, {to, *addresses}};
  }

  Applied munge() {
    const auto fields = munged();
    if (!fields) return failed();
    for (const NewField& field : *fields) set_last(editor_, field.name, field.value);
    return edited(transit_, std::move(editor_), {"From is the list's"});
  }

  // The message becomes a part; what reaches the reader's list of messages stays above.
  Applied wrap(StepContext& context) {
    const auto fields = munged();
    if (!fields) return failed();
    MessageEditor wrapper(transit_.message);
    wrapper.erase_if([](const Field& field) {
      return std::ranges::none_of(
          kKept, [&field](std::string_view name) { return istarts_with(field.name(), name); });
    });
    const auto add = [&wrapper](std::string_view name, std::string_view value) {
      wrapper.append(make_field(name, " " + std::string(value)));
    };
    add("MIME-Version", "1.0");
    add("Message-ID", new_message_id(context));
    for (const NewField& field : *fields) add(field.name, field.value);
    const std::string other = fields->back().name == "Cc" ? "Reply-To" : "Cc";
    if (const Field* present = transit_.message.find(other)) add(other, readable_value(*present));

    // The Subject is encoded and folded already.
    python_email::Part original = python_email::parse(transit_.message.to_string());
    for (auto& line : original.headers) line.is_written = iequals(line.name, "Subject");
    python_email::Part root;
    // The text around parts stays with the message that they were in.
    root.preamble = original.preamble;
    root.epilogue = original.epilogue;
    const std::string& text = parameters_.text("wrapped_text");
    if (text.empty()) {
      root.add("Content-Type", "message/rfc822");
      root.add("Content-Disposition", "inline");
      root.children.push_back(std::move(original));
    } else {
      root.add("Content-Type", "multipart/mixed");
      root.children.push_back(python_email::text_part(text, "us-ascii"));
      root.children.back().add("Content-Disposition", "inline");
      python_email::Part& attached = root.children.emplace_back();
      attached.add("Content-Type", "message/rfc822");
      attached.add("MIME-Version", "1.0");
      attached.add("Content-Disposition", "inline");
      attached.children.push_back(std::move(original));
      attached.has_children = true;
    }
    root.has_children = true;
    const auto written = python_email::write(root, context.random);
    if (!written) return failed();
    for (const auto& line : root.headers) add(line.name, line.value);
    wrapper.set_body(Octets(written->body));
    return edited(transit_, std::move(wrapper), {"wrapped in a message of the list"});
  }

 private:
  static Applied failed() { return dropped("a field cannot be written: the software fails"); }

  // The author: the one address of From, else the best of senders without a name.
  [[nodiscard]] Address read_author() const {
    const auto values = readable_values(editor_, "From");
    std::vector<Address> authors =
        values.empty() ? std::vector<Address>() : python_email::read_addresses(values);
    std::erase_if(authors, [](const Address& one) { return !one.address.contains('@'); });
    if (authors.size() == 1) return authors.front();
    const auto senders = senders_of(editor_, transit_.envelope.mail_from);
    return {"", senders.empty() ? "" : senders.front()};
  }

  const Transit& transit_;
  const Parameters& parameters_;
  MessageEditor editor_;
};

Applied apply_mitigate(const Transit& transit, const Parameters& parameters, StepContext& context) {
  Mitigation mitigation(transit, parameters);
  return parameters.text("action") == "munge_from" ? mitigation.munge() : mitigation.wrap(context);
}

}  // namespace

Transform mailman3_mitigate() {
  return {
      .id = "mailman3_mitigate",
      .name = "mailman3_mitigate",
      .text =
          "Puts the list into From and the author into Reply-To or Cc, or wraps the message in "
          "one that is from the list.",
      .models = "Mailman 3 (dmarc)",
      .benign = true,
      .parameters =
          {word("action", "munge_from", {"munge_from", "wrap_message"}, "What is done."),
           free_text("list_address", "", "Where postings go."),
           free_text("display_name", "", "The list's name: `Alice via Talk`."),
           word("reply_mode", "no_munging",
                {"no_munging", "point_to_list", "explicit_header", "explicit_header_only"},
                "The mode of mailman3_reply_to: unless it is no_munging, the author is put into "
                "Cc."),
           free_text("wrapped_text", "",
                     "Text above the wrapped message; empty: it is the whole content.")},
      .apply = apply_mitigate};
}

}  // namespace mass::transforms
