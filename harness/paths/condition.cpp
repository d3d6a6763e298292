#include "harness/paths/condition.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "core/base/text.hpp"
#include "core/message/address.hpp"
#include "core/message/codec.hpp"
#include "harness/paths/edit.hpp"

namespace mass {

namespace {

bool is_multipart(const Transit& transit) {
  return transforms::root_type(transit.message).type == "multipart";
}

bool is_single_text(const Transit& transit) {
  return transforms::root_type(transit.message).is("text", "plain");
}

// What a list manager needs to put a footer into the text itself.
bool has_readable_text(const Transit& transit) {
  if (!is_single_text(transit)) return false;
  const std::string charset(transforms::root_type(transit.message).parameter("charset"));
  switch (transforms::root_encoding(transit.message)) {
    case TransferEncoding::other:
      return false;
    case TransferEncoding::base64:
      return transforms::holds_ascii(charset) &&
             base64_decode(transit.message.body().view()).has_value();
    case TransferEncoding::seven_bit:
    case TransferEncoding::eight_bit:
    case TransferEncoding::binary:
    case TransferEncoding::quoted_printable:
      return !transforms::is_wide(charset);
  }
  return false;
}

// What RFC 6531 calls an internationalised message: addresses or header fields beyond ASCII.
bool needs_smtp_utf8(const Transit& transit) {
  const Envelope& envelope = transit.envelope;
  return envelope.smtp_utf8 && (transforms::addresses_have_eight_bit(envelope) ||
                                transforms::header_has_eight_bit(transit.message));
}

// A forwarder writes its own address into Delivered-To and returns what it has seen before.
bool was_delivered_before(const Transit& transit) {
  const std::vector<std::string>& recipients = transit.envelope.rcpt_to;
  return std::ranges::any_of(transit.message.fields(), [&](const Field& field) {
    return field.is("Delivered-To") && std::ranges::any_of(recipients, [&](const auto& recipient) {
             return iequals(unfolded(field), recipient);
           });
  });
}

// Lists that look at the reverse-path of a post expect the address of the member there.
bool is_sender_author(const Transit& transit) {
  const Field* from = transit.message.find("From");
  if (from == nullptr) return false;
  const AddressList list = parse_address_list(from->value());
  return std::ranges::any_of(list.mailboxes, [&](const Mailbox& mailbox) {
    return iequals(mailbox.address(), transit.envelope.mail_from);
  });
}

constexpr auto kConditions = std::to_array<Condition>({
    {"always", "Every message.", [](const Transit&) { return true; }},
    {"delivered_before", "A Delivered-To field holds a recipient: the message is in a loop.",
     was_delivered_before},
    {"has_8bit", "The body holds 8-bit octets.",
     [](const Transit& transit) { return has_eight_bit(transit.message.body().view()); }},
    {"has_8bit_header", "A header field holds 8-bit octets.",
     [](const Transit& transit) { return transforms::header_has_eight_bit(transit.message); }},
    {"has_sender", "The reverse-path is not null.",
     [](const Transit& transit) { return !transit.envelope.mail_from.empty(); }},
    {"html_only", "The message is one text/html part.",
     [](const Transit& transit) {
       return transforms::root_type(transit.message).is("text", "html");
     }},
    {"junk_line", "A line that is no field stands where the header ends, without a blank line.",
     [](const Transit& transit) { return transforms::lacks_separator(transit.message); }},
    {"multipart", "The message is a multipart of any kind.", is_multipart},
    {"needs_smtputf8",
     "SMTPUTF8 was declared, and a header field or an address of the envelope is not ASCII.",
     needs_smtp_utf8},
    {"no_readable_text",
     "The message is not one text/plain part whose text can be read and written again: it is "
     "something else, or its encoding is unknown or broken, or its charset is wide.",
     [](const Transit& transit) { return !has_readable_text(transit); }},
    {"not_single_text", "The message is anything but one text/plain part.",
     [](const Transit& transit) { return !is_single_text(transit); }},
    {"null_sender", "The reverse-path is null.",
     [](const Transit& transit) { return transit.envelope.mail_from.empty(); }},
    {"one_recipient", "The envelope names one recipient.",
     [](const Transit& transit) { return transit.envelope.rcpt_to.size() == 1; }},
    {"sender_is_author", "The reverse-path is an address in From.", is_sender_author},
    {"single_text", "The message is one text/plain part; without Content-Type it is.",
     is_single_text},
    {"utf8_sender", "The reverse-path is not ASCII.",
     [](const Transit& transit) { return has_eight_bit(transit.envelope.mail_from); }},
});

const Condition* find_condition(std::string_view name) {
  const auto* const found = std::ranges::find(kConditions, name, &Condition::name);
  return found == kConditions.end() ? nullptr : found;
}

constexpr std::string_view kAnd = " and ";
constexpr std::string_view kNot = "not ";
constexpr std::string_view kField = "field ";

// One of the terms that ` and ` joins.
struct Term {
  std::string_view name;
  bool is_negated = false;

  [[nodiscard]] bool is_field() const {
    return name.starts_with(kField) && name.size() > kField.size();
  }

  [[nodiscard]] bool holds(const Transit& transit) const {
    if (is_field()) return has_field(transit.message) != is_negated;
    const Condition* condition = find_condition(name);
    return condition != nullptr && condition->holds(transit) != is_negated;
  }

 private:
  [[nodiscard]] bool has_field(const Message& message) const {
    std::string_view wanted = name.substr(kField.size());
    if (!wanted.ends_with('*')) return message.find(wanted) != nullptr;
    wanted.remove_suffix(1);
    return std::ranges::any_of(message.fields(), [wanted](const Field& field) {
      return istarts_with(field.name(), wanted);
    });
  }
};

template <class Function>
void for_each_term(std::string_view when, Function function) {
  while (true) {
    const std::size_t end = when.find(kAnd);
    Term term{trim(when.substr(0, end))};
    if (term.name.starts_with(kNot)) {
      term.is_negated = true;
      term.name = trim(term.name.substr(kNot.size()));
    }
    function(term);
    if (end == std::string_view::npos) return;
    when.remove_prefix(end + kAnd.size());
  }
}

}  // namespace

std::span<const Condition> all_conditions() {
  return kConditions;
}

std::string_view unknown_condition(std::string_view when) {
  std::string_view unknown;
  for_each_term(when, [&](const Term& term) {
    if (unknown.empty() && !term.is_field() && find_condition(term.name) == nullptr) {
      unknown = term.name.empty() ? when : term.name;
    }
  });
  return unknown;
}

bool holds(std::string_view when, const Transit& transit) {
  bool all = true;
  for_each_term(when, [&](const Term& term) { all = all && term.holds(transit); });
  return all;
}

std::vector<std::string> condition_names() {
  std::vector<std::string> names;
  for (const Condition& condition : kConditions) names.emplace_back(condition.name);
  return names;
}

}  // namespace mass
