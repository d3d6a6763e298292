#include "harness/paths/software/sympa/field_text.hpp"

#include <algorithm>

#include "core/base/text.hpp"
#include "harness/paths/software/sympa/mail_header.hpp"

namespace mass::transforms {

bool is_plain_ascii(std::string_view octets) {
  return std::ranges::all_of(octets, [](char c) { return (c >= ' ' && c <= '~') || is_fws(c); });
}

std::string sympa_value(const Message& message, std::string_view name) {
  const Field* field = message.find(name);
  if (field == nullptr) return "";
  const std::string value = with_lf_ends(field->value());
  return value.substr(std::min(value.find_first_not_of(kSpace), value.size()));
}

Field sympa_field(std::string_view name, std::string_view text) {
  MailHeader header;
  header.add(name, text);
  const std::string field = with_crlf_ends(header.fields().front());
  return {Octets(field), name.size(), name.size()};
}

}  // namespace mass::transforms
