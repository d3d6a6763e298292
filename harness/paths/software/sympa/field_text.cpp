#include "harness/paths/software/sympa/field_text.hpp"

#include <algorithm>

#include "harness/paths/software/sympa/mail_header.hpp"

namespace mass::transforms {

std::string with_lf_ends(std::string_view wire) {
  std::string text;
  for (std::size_t i = 0; i < wire.size(); ++i) {
    if (wire[i] != '\r' || i + 1 == wire.size() || wire[i + 1] != '\n') text += wire[i];
  }
  return text;
}

std::string with_crlf_ends(std::string_view text) {
  std::string wire;
  for (const char c : text) {
    if (c == '\n') wire += '\r';
    wire += c;
  }
  return wire;
}

std::string sympa_value(const Message& message, std::string_view name) {
  const Field* field = message.find(name);
  if (field == nullptr) return "";
  const std::string value = with_lf_ends(field->value());
  return value.substr(std::min(value.find_first_not_of(" \t\n\v\f\r"), value.size()));
}

Field sympa_field(std::string_view name, std::string_view text) {
  MailHeader header;
  header.add(name, text);
  const std::string field = with_crlf_ends(header.fields().front());
  return {Octets(field), name.size(), name.size()};
}

}  // namespace mass::transforms
