#include "harness/paths/lists/mailbox_text.hpp"

#include <algorithm>

#include "core/base/text.hpp"
#include "core/base/utf8.hpp"
#include "core/message/address_lexer.hpp"
#include "core/message/codec.hpp"
#include "core/message/quoted_string.hpp"
#include "harness/paths/edit.hpp"

namespace mass::transforms {

namespace {

std::string as_utf8(std::string_view octets) {
  std::string text;
  while (!octets.empty()) {
    const std::size_t length = first_character(octets).octets;
    text += length == 0 ? "\xEF\xBF\xBD" : octets.substr(0, length);
    octets.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return text;
}

// The addresses of one field, ready to stand before a comma.
std::string addresses_of(const Field& field) {
  const AddressList list = parse_address_list(field.value());
  if (!list.malformed) {
    const std::string_view value = trim(field.value());
    const std::size_t last = value.find_last_not_of(", \t\r\n");
    return last == std::string_view::npos ? "" : std::string(value.substr(0, last + 1));
  }
  std::string text;
  for (const Mailbox& mailbox : list.mailboxes) {
    text.append(text.empty() ? "" : ", ").append(mailbox_text(mailbox));
  }
  return text;
}

}  // namespace

std::string phrase_of(std::string_view text) {
  constexpr std::string_view kNeedQuotes = "()<>@,:;\".[]\\";
  if (has_eight_bit(text)) return unfold(encode_words(as_utf8(text), "utf-8", 'Q'));
  const std::string line = one_line(text);
  return line.find_first_of(kNeedQuotes) == std::string::npos ? line : quoted_string(line);
}

std::string without_quotes(std::string_view phrase) {
  std::string text;
  AddressLexer lexer(phrase);
  for (auto token = lexer.next(); token.kind != AddressToken::Kind::end; token = lexer.next()) {
    text += token.gap;
    if (token.kind != AddressToken::Kind::quoted) {
      text += token.text;
      continue;
    }
    const std::string_view inside = token.text.substr(1, token.text.size() - 2);
    for (std::size_t i = 0; i < inside.size(); ++i) {
      if (inside[i] == '\\' && i + 1 < inside.size()) ++i;
      text += inside[i];
    }
  }
  return std::string(trim(text));
}

std::string mailbox_text(const Mailbox& mailbox) {
  std::string charset;
  (void)decode_words(mailbox.display, &charset);
  const bool has_words = !charset.empty() && !has_eight_bit(mailbox.display);
  const std::string name =
      has_words ? one_line(mailbox.display) : phrase_of(without_quotes(mailbox.display));
  return name.empty() ? mailbox.address() : name + " <" + mailbox.address() + ">";
}

std::vector<Mailbox> mailboxes_of(const MessageEditor& editor, std::string_view name) {
  std::vector<Mailbox> mailboxes;
  for (const Field& field : editor.fields()) {
    if (!field.is(name)) continue;
    for (Mailbox& mailbox : parse_address_list(field.value()).mailboxes) {
      if (!mailbox.domain.empty()) mailboxes.push_back(std::move(mailbox));
    }
  }
  return mailboxes;
}

bool has_address(const std::vector<Mailbox>& mailboxes, std::string_view address) {
  return std::ranges::any_of(
      mailboxes, [&](const Mailbox& mailbox) { return iequals(mailbox.address(), address); });
}

std::string joined_value(const MessageEditor& editor, std::string_view name,
                         std::string_view added) {
  std::vector<std::string> parts;
  for (const Field& field : editor.fields()) {
    if (field.is(name)) parts.push_back(addresses_of(field));
  }
  parts.emplace_back(added);
  std::string value;
  std::size_t column = name.size() + 1;
  for (const std::string& part : parts) {
    if (part.empty()) continue;
    const std::size_t first_line = std::min(part.find("\r\n"), part.size());
    const bool folds = !value.empty() && column + 2 + first_line > kListFoldColumn;
    value.append(value.empty() ? " " : folds ? ",\r\n " : ", ").append(part);
    const std::size_t line = value.rfind('\n');
    column = line == std::string::npos ? name.size() + 1 + value.size() : value.size() - line - 1;
  }
  return value;
}

void set_only_field(MessageEditor& editor, std::string_view name, std::string_view value,
                    bool in_place) {
  const std::size_t at = position_of(editor, name);
  const bool stays = in_place && at < editor.fields().size();
  editor.erase_all(name);
  if (stays) {
    editor.insert(at, make_field(name, value));
  } else {
    editor.append(make_field(name, value));
  }
}

}  // namespace mass::transforms
