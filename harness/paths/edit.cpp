#include "harness/paths/edit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "core/base/text.hpp"

namespace mass::transforms {

namespace {

bool same_octets(const Message& left, const Message& right) {
  if (left.size() != right.size()) return false;
  if (left.body() == right.body() && left.separator() == right.separator() &&
      std::ranges::equal(left.fields(), right.fields(), {}, &Field::raw, &Field::raw)) {
    return true;
  }
  return left.to_string() == right.to_string();  // the same octets may be cut otherwise
}

}  // namespace

Applied unchanged(const Transit& transit) {
  return {.out = {transit}, .changed = false, .log = {}};
}

Applied applied(const Transit& before, Transit after, std::vector<std::string> log) {
  if (before.envelope == after.envelope && before.delivery == after.delivery &&
      same_octets(before.message, after.message)) {
    return unchanged(before);
  }
  Applied result{.out = {}, .changed = true, .log = std::move(log)};
  result.out.push_back(std::move(after));
  return result;
}

Applied edited(const Transit& before, MessageEditor&& editor, std::vector<std::string> log) {
  if (!editor.changed()) return unchanged(before);
  Transit after = before;
  after.message = std::move(editor).finish();
  return applied(before, std::move(after), std::move(log));
}

Applied reparsed(const Transit& before, std::string octets, std::vector<std::string> log) {
  Transit after = before;
  after.message = Message::parse(std::move(octets));
  return applied(before, std::move(after), std::move(log));
}

Applied stopped(const Transit& before, Delivery as, std::string reason) {
  Transit after = before;
  after.delivery = as;
  return applied(before, std::move(after), {std::move(reason)});
}

Applied dropped(std::string reason) {
  return {.out = {}, .changed = true, .log = {std::move(reason)}};
}

Field with_value(const Field& old, std::string_view value) {
  const std::string_view raw = old.raw();
  const std::size_t colon = raw.find(':', old.name().size());
  const std::string_view end = raw.ends_with("\r\n") ? "\r\n" : "";
  std::string octets(raw.substr(0, colon + 1));
  octets.append(value).append(end);
  return Field(Octets(std::move(octets)), old.name().size(), colon);
}

std::size_t position_of(const MessageEditor& editor, std::string_view name) {
  const auto& fields = editor.fields();
  const auto found =
      std::ranges::find_if(fields, [&](const Field& field) { return field.is(name); });
  return static_cast<std::size_t>(found - fields.begin());
}

ContentType root_type(const Message& message) {
  const Field* field = message.find("Content-Type");
  return field != nullptr ? parse_content_type(field->value()) : ContentType{};
}

TransferEncoding root_encoding(const Message& message) {
  const Field* field = message.find("Content-Transfer-Encoding");
  return field != nullptr ? parse_transfer_encoding(field->value()) : TransferEncoding::seven_bit;
}

bool header_has_eight_bit(const Message& message) {
  return std::ranges::any_of(message.fields(), has_eight_bit, &Field::raw);
}

bool addresses_have_eight_bit(const Envelope& envelope) {
  return has_eight_bit(envelope.mail_from) || std::ranges::any_of(envelope.rcpt_to, has_eight_bit);
}

bool lacks_separator(const Message& message) {
  return message.separator().empty() && !message.body().view().empty();
}

std::string one_line(std::string_view text) {
  std::string line(text);
  std::ranges::replace_if(line, [](char c) { return (c >= 0 && c < ' ') || c == '\x7F'; }, '?');
  return line;
}

std::string address_of(std::string_view host) {
  constexpr std::array<std::string_view, 3> kBlocks{"192.0.2", "198.51.100", "203.0.113"};
  std::uint64_t hash = 14695981039346656037U;  // FNV-1a, a fixed spread and nothing more
  for (const char c : host) {
    hash = (hash ^ static_cast<unsigned char>(ascii_lower(c))) * 1099511628211U;
  }
  return fmt::format("{}.{}", kBlocks[hash % 3], hash / 3 % 254 + 1);
}

bool holds_ascii(std::string_view charset) {
  static constexpr std::array<std::string_view, 26> kNames{
      "us-ascii", "ascii",       "utf-8",       "utf8",       "koi8-r",         "koi8-u",
      "gb2312",   "gbk",         "gb18030",     "gb_2312-80", "big5",           "big5-hkscs",
      "euc-jp",   "euc-kr",      "euc-cn",      "euc-tw",     "ks_c_5601-1987", "shift_jis",
      "sjis",     "iso-2022-jp", "iso-2022-kr", "tis-620",    "macintosh",      "cp1252",
      "viscii",   "latin1"};
  static constexpr std::array<std::string_view, 5> kFamilies{"iso-8859-", "iso8859-", "iso_8859-",
                                                             "windows-", "ibm8"};
  if (charset.empty()) return true;  // us-ascii, RFC 2045 section 5.2
  const std::string name = ascii_lower(charset);
  return std::ranges::find(kNames, name) != kNames.end() ||
         std::ranges::any_of(kFamilies,
                             [&](std::string_view family) { return name.starts_with(family); });
}

bool is_wide(std::string_view charset) {
  return istarts_with(charset, "utf-16") || istarts_with(charset, "utf-32") ||
         istarts_with(charset, "ucs-") || istarts_with(charset, "iso-10646-ucs");
}

}  // namespace mass::transforms
