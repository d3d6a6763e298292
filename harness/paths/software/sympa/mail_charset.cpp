#include "harness/paths/software/sympa/mail_charset.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/base/text.hpp"
#include "core/base/utf8.hpp"

namespace mass::transforms {

namespace {

constexpr char32_t kReplacement = 0xFFFD;
constexpr char32_t kPlane15 = 0xF0000;   // two octets; JIS X 0208
constexpr char32_t kPlane16 = 0x100000;  // JIS X 0212
constexpr std::string_view kToAscii = "\x1B(B";
constexpr std::string_view kTo0208 = "\x1B$B";
constexpr std::string_view kTo0212 = "\x1B$(D";

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

struct Multibyte {
  std::string_view alias;
  std::string_view name;
  MailCharset::Kind kind;
};

// Those that Perl knows without further modules.
const Multibyte* find_multibyte(std::string_view name) {
  using Kind = MailCharset::Kind;
  static constexpr std::array<Multibyte, 13> kNames{
      {{"GB2312", "GB2312", Kind::two_octets},
       {"EUC-CN", "GB2312", Kind::two_octets},
       {"GBK", "GBK", Kind::two_octets},
       {"CP936", "GBK", Kind::two_octets},
       {"BIG5", "BIG5", Kind::two_octets},
       {"EUC-KR", "EUC-KR", Kind::two_octets},
       {"KS_C_5601-1987", "KS_C_5601-1987", Kind::two_octets},
       {"WINDOWS-949", "KS_C_5601-1987", Kind::two_octets},
       {"ISO-2022-JP", "ISO-2022-JP", Kind::iso_2022_jp},
       {"ISO-2022-KR", "ISO-2022-KR", Kind::multibyte},
       {"EUC-JP", "EUC-JP", Kind::multibyte},
       {"SHIFT_JIS", "SHIFT_JIS", Kind::multibyte},
       {"BIG5-HKSCS", "BIG5-HKSCS", Kind::multibyte}}};
  const auto* const found = std::ranges::find(kNames, name, &Multibyte::alias);
  return found == kNames.end() ? nullptr : found;
}

char32_t pair_at(std::string_view text) {
  return static_cast<unsigned char>(text[0]) * 0x100U + static_cast<unsigned char>(text[1]);
}

// ASCII, or a lead octet with a second one that is no control.
std::optional<std::u32string> decode_pairs(std::string_view octets) {
  std::u32string text;
  while (!octets.empty()) {
    const auto lead = static_cast<unsigned char>(octets.front());
    if (lead < 0x80) {
      text += lead;
      octets.remove_prefix(1);
      continue;
    }
    const auto trail = static_cast<unsigned char>(octets.size() > 1 ? octets[1] : '\0');
    if (lead == 0x80 || lead == 0xFF || trail < 0x40 || trail == 0x7F || trail == 0xFF) {
      return std::nullopt;
    }
    text += kPlane15 + pair_at(octets);
    octets.remove_prefix(2);
  }
  return text;
}

// Nothing where half-width katakana stand: they would become others.
std::optional<std::u32string> decode_jis(std::string_view octets) {
  const auto* const high = std::ranges::find_if(octets, [](char c) { return (c & '\x80') != 0; });
  octets = octets.substr(0, static_cast<std::size_t>(high - octets.begin()));
  std::u32string text;
  char32_t plane = 0;
  while (!octets.empty()) {
    if (octets.front() == '\x1B') {
      const auto enter = [&](std::string_view escape, char32_t to) {
        if (!octets.starts_with(escape)) return false;
        octets.remove_prefix(escape.size());
        plane = to;
        return true;
      };
      if (enter(kToAscii, 0) || enter("\x1B(J", 0) || enter(kTo0208, kPlane15) ||
          enter("\x1B$@", kPlane15) || enter(kTo0212, kPlane16)) {
        continue;
      }
      return std::nullopt;
    }
    const bool is_pair = plane != 0 && octets.size() > 1 && octets[0] > ' ' && octets[1] > ' ';
    text += is_pair ? plane + pair_at(octets) : static_cast<char32_t>(octets.front());
    octets.remove_prefix(is_pair ? 2 : 1);
  }
  return text;
}

std::optional<std::string> encode_jis(std::u32string_view text) {
  std::string out;
  char32_t plane = 0;
  const auto enter = [&](char32_t to) {
    if (to == plane) return;
    out += to == 0 ? kToAscii : to == kPlane15 ? kTo0208 : kTo0212;
    plane = to;
  };
  for (const char32_t c : text) {
    if (c >= 0x80 && c < kPlane15) return std::nullopt;
    enter(c < 0x80 ? 0 : c >= kPlane16 ? kPlane16 : kPlane15);
    if (c >= 0x80) out += static_cast<char>(c >> 8U & 0xFFU);
    out += static_cast<char>(c & 0xFFU);
  }
  enter(0);
  return out;
}

HeaderEncoding encoding_for(std::string_view name) {
  static constexpr std::array<std::string_view, 12> kQuoted{
      "ISO-8859-1",  "ISO-8859-2",  "ISO-8859-3",  "ISO-8859-4",  "ISO-8859-9",   "ISO-8859-10",
      "ISO-8859-13", "ISO-8859-14", "ISO-8859-15", "ISO-8859-16", "WINDOWS-1252", "VISCII"};
  if (std::ranges::find(kQuoted, name) != kQuoted.end()) return HeaderEncoding::quoted;
  static constexpr std::array<std::string_view, 5> kBase64{"KOI8-R", "TIS-620", "BIG5", "GB2312",
                                                           "ISO-2022-JP"};
  const bool is_base64 = std::ranges::find(kBase64, name) != kBase64.end();
  return is_base64 ? HeaderEncoding::base64 : HeaderEncoding::shorter;
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
  if (const Multibyte* found = find_multibyte(canonical)) {
    return MailCharset(std::string(found->name), found->kind, encoding_for(found->name));
  }
  return std::nullopt;
}

std::optional<std::u32string> MailCharset::decode(std::string_view octets) const {
  if (kind_ == Kind::two_octets) return decode_pairs(octets);
  if (kind_ == Kind::iso_2022_jp) return decode_jis(octets);
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
  if (kind_ == Kind::two_octets && character >= kPlane15 && character < kPlane16) {
    const char32_t pair = character - kPlane15;
    return std::string{static_cast<char>(pair >> 8U), static_cast<char>(pair & 0xFFU)};
  }
  if (page_ == nullptr) return std::nullopt;
  const auto* const found = std::ranges::find(page_->codes, character);
  if (found == page_->codes.end()) return std::nullopt;
  return std::string(1, static_cast<char>(0x80 + (found - page_->codes.begin())));
}

std::optional<std::string> MailCharset::encode(std::u32string_view text) const {
  if (kind_ == Kind::iso_2022_jp) return encode_jis(text);
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

std::u32string without_private(std::u32string_view text) {
  std::u32string out(text);
  std::ranges::replace_if(out, [](char32_t c) { return c >= kPlane15; }, kReplacement);
  return out;
}

}  // namespace mass::transforms
