#include <fmt/format.h>

#include <algorithm>

#include "core/base/text.hpp"
#include "core/base/time.hpp"
#include "core/base/utf8.hpp"
#include "harness/paths/edit.hpp"
#include "harness/paths/settings.hpp"
#include "harness/paths/software/mailman3/content.hpp"
#include "harness/paths/software/mailman3/digest_parts.hpp"
#include "harness/paths/software/mailman3/list_fields.hpp"
#include "harness/paths/software/mailman3/mailman3.hpp"
#include "harness/paths/software/mailman3/texts.hpp"
#include "harness/paths/software/python_email/header.hpp"
#include "harness/paths/software/python_email/part.hpp"

namespace mass::transforms {

namespace {

using python_email::Part;

constexpr std::size_t kColumns = 70;

constexpr std::string_view kMasthead =
    "Send $display_name mailing list submissions to\n"
    "\t$listname\n"
    "\n"
    "To subscribe or unsubscribe via email, send a message with subject or body\n"
    "'help' to\n"
    "\t$request_email\n"
    "\n"
    "You can reach the person managing the list at\n"
    "\t$owner_email\n"
    "\n"
    "When replying, please edit your Subject line so it is more specific than\n"
    "\"Re: Contents of $display_name digest...\"\n";

const std::vector<std::string> kPlainFields = {
    "Message", "Date", "From", "Subject", "To", "Cc", "Message-ID", "Keywords", "Content-Type"};

Part list_text_part(const std::string& text, std::string_view description) {
  Part part = python_email::text_part(text, list_text_charset(text));
  part.add("Content-Description", std::string(description));
  return part;
}

class Digest {
 public:
  Digest(const Transit& transit, const Parameters& parameters, StepContext& context)
      : parameters_(parameters), context_(context), time_(transit.envelope.time) {
    const std::string& name = parameters.text("display_name");
    const std::vector<Substitution> names = {{"display_name", name},
                                             {"listname", address()},
                                             {"got_list_email", address()},
                                             {"short_listname", std::string(local_part())},
                                             {"domain", std::string(domain())},
                                             {"request_email", address("-request")},
                                             {"got_request_email", address("-request")},
                                             {"owner_email", address("-owner")},
                                             {"got_owner_email", address("-owner")}};
    title_ = fmt::format("{} Digest, Vol {}, Issue {}", name, parameters.number("volume"),
                         parameters.number("issue"));
    masthead_ = wrapped(substituted(with_lf_ends(parameters.text("masthead")), names), kColumns);
    header_ = with_lf_ends(parameters.text("header"));
    footer_ = with_lf_ends(parameters.text("footer"));
  }

  /// Texts in the MIME form are written in the charset of the list, and both forms are always made.
  [[nodiscard]] bool is_possible() const {
    return !has_eight_bit(masthead_) && !has_eight_bit(header_) && !has_eight_bit(footer_);
  }

  /// Nothing where it cannot be written.
  [[nodiscard]] std::optional<Part> made_of(const std::vector<Part>& messages) const {
    python_email::HeaderText title;
    title.add(title_, kListCharset);
    // Folded for the width of `Subject`, also where it is a description.
    const auto subject =
        python_email::encode(title, std::string_view("Subject: ").size(), python_email::kMaxLine);
    if (!subject) return std::nullopt;
    std::string contents = "Today's Topics:\n\n";
    for (std::size_t at = 0; at < messages.size(); ++at) {
      contents += contents_entry(messages[at], at + 1, parameters_.text("subject_prefix"));
    }
    Part root;
    if (is_mime()) {
      root.add("Content-Type", "multipart/mixed");
      root.add("MIME-Version", "1.0");
    }
    root.add("From", address("-request"));
    root.headers.push_back({.name = "Subject", .value = *subject, .is_written = true});
    root.add("To", address());
    root.add("Reply-To", address());
    root.add("Date", mail_date(time_));
    root.add("Message-ID", new_message_id(context_));
    if (is_mime()) {
      add_parts(root, messages, contents, *subject);
    } else {
      const std::string text = plain_text(messages, contents);
      root.set_text(text, list_text_charset(text));
    }
    return root;
  }

 private:
  [[nodiscard]] bool is_mime() const { return parameters_.text("format") == "mime"; }

  [[nodiscard]] std::string_view local_part() const {
    const std::string_view list = parameters_.text("list_address");
    return list.substr(0, list.find('@'));
  }

  [[nodiscard]] std::string_view domain() const {
    const std::string_view list = parameters_.text("list_address");
    return list.substr(std::min(list.find('@'), list.size() - 1) + 1);
  }

  [[nodiscard]] std::string address(std::string_view suffix = "") const {
    return fmt::format("{}{}@{}", local_part(), suffix, domain());
  }

  void add_parts(Part& root, const std::vector<Part>& messages, const std::string& contents,
                 const std::string& subject) const {
    root.has_children = true;
    root.children.push_back(list_text_part(masthead_, subject));
    root.children.back().headers.back().is_written = true;
    if (!header_.empty()) root.children.push_back(list_text_part(header_, "Digest Header"));
    root.children.push_back(
        list_text_part(contents, fmt::format("Today's Topics ({} messages)", messages.size())));
    Part& digest = root.children.emplace_back();
    digest.add("Content-Type", "multipart/digest");
    digest.add("MIME-Version", "1.0");
    digest.has_children = true;
    for (std::size_t at = 0; at < messages.size(); ++at) {
      Part& carrier = digest.children.emplace_back();
      carrier.add("Content-Type", "message/rfc822");
      carrier.add("MIME-Version", "1.0");
      carrier.has_children = true;
      carrier.children.push_back(messages[at]);
      carrier.children.back().add("Message", std::to_string(at + 1));
    }
    if (!footer_.empty()) root.children.push_back(list_text_part(footer_, "Digest Footer"));
  }

  // Source: RFC 1153.
  [[nodiscard]] std::string plain_text(const std::vector<Part>& messages,
                                       const std::string& contents) const {
    const std::string rule = std::string(30, '-') + "\n\n";
    std::string out = masthead_ + "\n\n";
    if (!header_.empty()) out += header_ + "\n\n";
    out += contents + "\n\n" + std::string(70, '-') + "\n\n";
    for (std::size_t at = 0; at < messages.size(); ++at) {
      if (at > 0) out += rule;
      out += fmt::format("Message: {}\n", at + 1);
      for (const std::string& name : parameters_.list("plain_fields")) {
        const std::string* value = messages[at].find(name);
        if (value == nullptr) continue;
        const std::string field =
            wrapped(fmt::format("{}: {}", name, decoded_on_one_line(*value)), kColumns);
        for (const char c : field) {
          out += c;
          if (c == '\n') out += '\t';
        }
        out += '\n';
      }
      const std::string text = plain_text_of(messages[at]);
      out.append("\n").append(text).append("\n");
      if (!text.ends_with('\n')) out += '\n';
    }
    if (!footer_.empty()) out += rule + "Subject: Digest Footer\n\n" + footer_ + "\n\n" + rule;
    const std::string sign_off = "End of " + title_;
    return out + sign_off + '\n' + std::string(character_count(sign_off), '*') + '\n';
  }

  const Parameters& parameters_;
  StepContext& context_;
  Time time_;
  std::string title_;
  std::string masthead_;
  std::string header_;
  std::string footer_;
};

Applied apply_digest(const Transit& transit, const Parameters& parameters, StepContext& context) {
  const Digest digest(transit, parameters, context);
  Part posting = python_email::parse(transit.message.to_string());
  const auto messages = from_mailbox(posting, context.random);
  auto root = messages && digest.is_possible() ? digest.made_of(*messages) : std::nullopt;
  const auto written = root ? python_email::write(*root, context.random) : std::nullopt;
  if (!written) return dropped("the digest cannot be written: the software fails");
  return reparsed(transit, python_email::octets_of(*written), {"put into a digest"});
}

}  // namespace

Transform mailman3_digest() {
  return {
      .id = "mailman3_digest",
      .name = "mailman3_digest",
      .text =
          "Puts the message into a digest of its own: masthead, table of contents, the "
          "message, footer, as parts or as one text.",
      .models = "Mailman 3 (to-digest, digest runner; a list in English)",
      .benign = true,
      .parameters = {word("format", "mime", {"mime", "plain"},
                          "Parts, or one text without attachments in the form of RFC 1153."),
                     free_text("list_address", "list@lists.example", "Where postings go."),
                     free_text("display_name", "List", "The list's name in Subject and masthead."),
                     free_text("subject_prefix", "", "Left out in the table of contents."),
                     number("volume", 1, 1, 1'000'000, "Volume."),
                     number("issue", 1, 1, 1'000'000, "Issue."),
                     free_text("masthead", std::string(kMasthead),
                               "Lines at the top; $display_name, $listname, $request_email, "
                               "$owner_email, $short_listname and $domain are filled in."),
                     free_text("header", "", "Lines below the masthead."),
                     free_text("footer", "", "Lines at the end."),
                     texts("plain_fields", kPlainFields,
                           "Fields of the message that the plain form shows, in this order.")},
      .apply = apply_digest};
}

}  // namespace mass::transforms
