#include "harness/paths/software/sympa/mail_charset.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/base/text.hpp"
#include "core/base/utf8.hpp"
#include "harness/paths/edit.hpp"

namespace mass::transforms {

namespace {

constexpr char32_t kReplacement = 0xFFFD;

void append_utf8(std::string& out, char32_t code) {
  const auto put = [&](char32_t octet) { out += static_cast<char>(octet); };
  if (code < 0x80) {
    put(code);
  } else if (code < 0x800) {
    put(0xC0U | code >> 6U);
    put(0x80U | (code & 0x3FU));
  } else if (code < 0x10000) {
    put(0xE0U | code >> 12U);
    put(0x80U | (code >> 6U & 0x3FU));
    put(0x80U | (code & 0x3FU));
  } else {
    put(0xF0U | code >> 18U);
    put(0x80U | (code >> 12U & 0x3FU));
    put(0x80U | (code >> 6U & 0x3FU));
    put(0x80U | (code & 0x3FU));
  }
}

// `iso8859_1`, `latin1` as `ISO-8859-1`, `cp1252` as `WINDOWS-1252`, others in upper case.
std::string canonical_name(std::string_view name) {
  std::string key = ascii_lower(name);
  std::ranges::replace(key, '_', '-');
  std::ranges::replace(key, ' ', '-');
  if (key == "utf8" || key == "utf-8-strict") return "UTF-8";
  if (key == "ascii" || key == "us-ascii" || key == "iso646-us") return "US-ASCII";
  if (key.starts_with("latin") && key.size() == 6) return "ISO-8859-" + key.substr(5);
  for (const std::string_view prefix : {"iso-8859-", "iso8859-"}) {
    if (key.starts_with(prefix)) return "ISO-8859-" + key.substr(prefix.size());
  }
  for (const std::string_view prefix : {"windows-", "cp-", "cp"}) {
    if (key.starts_with(prefix) && parse_decimal(key.substr(prefix.size()))) {
      return "WINDOWS-" + key.substr(prefix.size());
    }
  }
  std::string upper(name);
  std::ranges::transform(upper, upper.begin(), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - ('a' - 'A')) : c;
  });
  return upper;
}

// The code page behind a charset. Source: MIME::Charset, extended mappings.
const CodePage* page_of(std::string_view name) {
  struct Extended {
    std::string_view name;
    std::string_view page;
  };
  static constexpr std::array<Extended, 12> kExtended{{{"ISO-8859-1", "cp1252"},
                                                       {"ISO-8859-2", "cp1250"},
                                                       {"ISO-8859-5", "cp1251"},
                                                       {"ISO-8859-6", "cp1256"},
                                                       {"ISO-8859-7", "cp1253"},
                                                       {"ISO-8859-8", "cp1255"},
                                                       {"ISO-8859-8-I", "cp1255"},
                                                       {"ISO-8859-9", "cp1254"},
                                                       {"ISO-8859-11", "cp874"},
                                                       {"ISO-8859-13", "cp1257"},
                                                       {"TIS-620", "cp874"},
                                                       {"WINDOWS-874", "cp874"}}};
  const auto* const found = std::ranges::find(kExtended, name, &Extended::name);
  if (found != kExtended.end()) return find_code_page(found->page);
  if (name.starts_with("WINDOWS-")) {
    return find_code_page(fmt::format("cp{}", name.substr(name.find('-') + 1)));
  }
  return find_code_page(ascii_lower(name));
}

HeaderEncoding encoding_for(std::string_view name) {
  static constexpr std::array<std::string_view, 12> kQuoted{
      "ISO-8859-1",  "ISO-8859-2",  "ISO-8859-3",  "ISO-8859-4",  "ISO-8859-9",   "ISO-8859-10",
      "ISO-8859-13", "ISO-8859-14", "ISO-8859-15", "ISO-8859-16", "WINDOWS-1252", "VISCII"};
  if (std::ranges::find(kQuoted, name) != kQuoted.end()) return HeaderEncoding::quoted;
  return name == "KOI8-R" || name == "TIS-620" ? HeaderEncoding::base64 : HeaderEncoding::shorter;
}

}  // namespace

MailCharset MailCharset::ascii() {
  return {"US-ASCII", Kind::ascii, HeaderEncoding::none};
}

MailCharset MailCharset::utf8() {
  return {"UTF-8", Kind::utf8, HeaderEncoding::shorter};
}

std::optional<MailCharset> MailCharset::find(std::string_view name) {
  constexpr std::size_t kLongestName = 75;
  if (name.empty() || name.size() > kLongestName) return std::nullopt;
  const std::string canonical = canonical_name(name);
  if (canonical == "US-ASCII") return ascii();
  if (canonical == "UTF-8") return utf8();
  const HeaderEncoding encoding = encoding_for(canonical);
  if (const CodePage* page = page_of(canonical)) {
    MailCharset charset(canonical, Kind::one_octet, encoding);
    charset.page_ = page;
    return charset;
  }
  if (holds_ascii(name)) return MailCharset(canonical, Kind::multibyte, HeaderEncoding::base64);
  return std::nullopt;
}

std::optional<std::u32string> MailCharset::decode(std::string_view octets) const {
  std::u32string text;
  while (!octets.empty()) {
    if (kind_ == Kind::utf8) {
      const Utf8Character character = first_character(octets);
      if (character.octets == 0) return std::nullopt;
      text += character.code;
      octets.remove_prefix(character.octets);
      continue;
    }
    const auto octet = static_cast<unsigned char>(octets.front());
    const char32_t code = octet < 0x80       ? octet
                          : page_ == nullptr ? 0
                                             : page_->codes.at(octet - 0x80U);
    if (code == 0 && octet != 0) return std::nullopt;
    text += code;
    octets.remove_prefix(1);
  }
  return text;
}

std::optional<std::string> MailCharset::encode(char32_t character) const {
  std::string out;
  if (kind_ == Kind::utf8) {
    append_utf8(out, character);
    return out;
  }
  if (character < 0x80) return std::string(1, static_cast<char>(character));
  if (page_ == nullptr) return std::nullopt;
  const auto* const found = std::ranges::find(page_->codes, character);
  if (found == page_->codes.end()) return std::nullopt;
  return std::string(1, static_cast<char>(0x80 + (found - page_->codes.begin())));
}

std::optional<std::string> MailCharset::encode(std::u32string_view text) const {
  std::string out;
  for (const char32_t character : text) {
    const auto octets = encode(character);
    if (!octets) return std::nullopt;
    out += *octets;
  }
  return out;
}

std::u32string lenient_utf32(std::string_view octets) {
  std::u32string text;
  while (!octets.empty()) {
    const Utf8Character character = first_character(octets);
    text += character.octets == 0 ? kReplacement : character.code;
    octets.remove_prefix(std::max<std::size_t>(character.octets, 1));
  }
  return text;
}

std::string to_utf8(std::u32string_view text) {
  std::string out;
  for (const char32_t code : text) append_utf8(out, code);
  return out;
}

}  // namespace mass::transforms
