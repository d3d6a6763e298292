#include "harness/paths/condition.hpp"

#include <algorithm>
#include <array>
#include <string>

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

constexpr std::array<Condition, 9> kConditions{{
    {"always", "Every message.", [](const Transit&) { return true; }},
    {"has_8bit", "The body holds 8-bit octets.",
     [](const Transit& transit) {
       return transforms::has_eight_bit(transit.message.body().view());
     }},
    {"has_sender", "The reverse-path is not null.",
     [](const Transit& transit) { return !transit.envelope.mail_from.empty(); }},
    {"html_only", "The message is one text/html part.",
     [](const Transit& transit) {
       return transforms::root_type(transit.message).is("text", "html");
     }},
    {"multipart", "The message is a multipart of any kind.", is_multipart},
    {"no_readable_text",
     "The message is not one text/plain part whose text can be read and written again: it is "
     "something else, or its encoding is unknown or broken, or its charset is wide.",
     [](const Transit& transit) { return !has_readable_text(transit); }},
    {"not_single_text", "The message is anything but one text/plain part.",
     [](const Transit& transit) { return !is_single_text(transit); }},
    {"null_sender", "The reverse-path is null.",
     [](const Transit& transit) { return transit.envelope.mail_from.empty(); }},
    {"single_text", "The message is one text/plain part; without Content-Type it is.",
     is_single_text},
}};

}  // namespace

std::span<const Condition> all_conditions() {
  return kConditions;
}

const Condition* find_condition(std::string_view name) {
  const auto* const found = std::ranges::find(kConditions, name, &Condition::name);
  return found == kConditions.end() ? nullptr : found;
}

std::vector<std::string> condition_names() {
  std::vector<std::string> names;
  for (const Condition& condition : kConditions) names.emplace_back(condition.name);
  return names;
}

}  // namespace mass
