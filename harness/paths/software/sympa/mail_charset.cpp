#include "harness/paths/software/sympa/mail_charset.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/base/text.hpp"
#include "core/base/utf8.hpp"
#include "harness/paths/edit.hpp"

namespace mass::transforms {

namespace {

constexpr char32_t kOpaque = 0xF0000;
constexpr char32_t kReplacement = 0xFFFD;

// 0x80 to 0x9F; 0 where nothing is.
constexpr std::array<char32_t, 32> kWindows1252{
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

struct Difference {
  unsigned char octet;
  char32_t code;
};
constexpr std::array<Difference, 8> kLatin9{{{0xA4, 0x20AC},
                                             {0xA6, 0x0160},
                                             {0xA8, 0x0161},
                                             {0xB4, 0x017D},
                                             {0xB8, 0x017E},
                                             {0xBC, 0x0152},
                                             {0xBD, 0x0153},
                                             {0xBE, 0x0178}}};

// 0 where nothing is.
char32_t code_of(unsigned char octet, MailCharset::Kind kind) {
  if (octet < 0x80) return octet;
  switch (kind) {
    case MailCharset::Kind::windows_1252:
      return octet < 0xA0 ? kWindows1252.at(octet - 0x80U) : octet;
    case MailCharset::Kind::latin_9: {
      const auto* const found = std::ranges::find(kLatin9, octet, &Difference::octet);
      return found == kLatin9.end() ? octet : found->code;
    }
    case MailCharset::Kind::opaque:
      return kOpaque + octet;
    case MailCharset::Kind::ascii:
    case MailCharset::Kind::utf8:
    case MailCharset::Kind::multibyte:
      return 0;
  }
  return 0;
}

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
  for (const std::string_view prefix : {"windows-", "win", "cp-", "cp"}) {
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

bool is_one_octet(std::string_view name) {
  for (const std::string_view prefix : {"ISO-8859-", "WINDOWS-125"}) {
    const auto number =
        name.starts_with(prefix) ? parse_decimal(name.substr(prefix.size())) : std::nullopt;
    if (number && *number <= 16 && *number != 12) return true;
  }
  return name == "KOI8-R" || name == "KOI8-U" || name == "TIS-620" || name == "WINDOWS-874" ||
         name == "VISCII";
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
  if (canonical == "ISO-8859-1" || canonical == "WINDOWS-1252") {
    return MailCharset(canonical, Kind::windows_1252, encoding);
  }
  if (canonical == "ISO-8859-15") return MailCharset(canonical, Kind::latin_9, encoding);
  if (is_one_octet(canonical)) return MailCharset(canonical, Kind::opaque, encoding);
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
    const char32_t code = code_of(octet, kind_);
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
  for (unsigned octet = 0x80; octet <= 0xFF; ++octet) {
    if (code_of(static_cast<unsigned char>(octet), kind_) == character) {
      return std::string(1, static_cast<char>(octet));
    }
  }
  return std::nullopt;
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
