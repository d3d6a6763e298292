#include "harness/paths/software/python_email/charsets.hpp"

#include <algorithm>
#include <array>

#include "core/base/text.hpp"
#include "core/base/utf8.hpp"

namespace mass::python_email {

namespace {

bool is_one_of(std::string_view name, std::initializer_list<std::string_view> names) {
  return std::ranges::find(names, name) != names.end();
}

std::string_view library_name(std::string_view charset) {
  if (charset == "eucgb2312_cn") return "gb2312";
  if (charset == "big5_tw") return "big5";
  if (charset == "ks_c_5601-1987") return "euc-kr";
  if (charset == "unicode-1-1-utf-7") return "utf-7";
  if (charset == "us_ascii") return "us-ascii";
  if (charset == "utf_8") return "utf-8";
  return charset;
}

constexpr std::string_view kMark = "\xEF\xBF\xBD";

// How many octets of broken UTF-8 one mark stands for: the longest start of a character.
std::size_t broken_length(std::string_view text) {
  const auto octet = [&text](std::size_t at) -> unsigned {
    return at < text.size() ? static_cast<unsigned char>(text[at]) : 0U;
  };
  const unsigned lead = octet(0);
  const std::size_t whole = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4) return 1;
  const unsigned least = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
  const unsigned most = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
  if (octet(1) < least || octet(1) > most) return 1;
  std::size_t length = 2;
  while (length + 1 < whole && octet(length) >= 0x80 && octet(length) <= 0xBF) ++length;
  return length;
}

std::string utf8_or_marks(std::string_view octets) {
  std::string out;
  while (!octets.empty()) {
    std::size_t length = first_character(octets).octets;
    if (length > 0) {
      out += octets.substr(0, length);
    } else {
      out += kMark;
      length = broken_length(octets);
    }
    octets.remove_prefix(std::min(length, octets.size()));
  }
  return out;
}

// A line of another charset: characters one by one.
std::string line_or_marks(std::string_view line, const CharsetConverter& converter) {
  constexpr std::size_t kLongest = 4;
  if (auto whole = converter.run(line)) return *std::move(whole);
  std::string out;
  while (!line.empty()) {
    std::size_t length = 1;
    auto text = converter.run(line.substr(0, length));
    while (!text && length < std::min(kLongest, line.size())) {
      text = converter.run(line.substr(0, ++length));
    }
    out += text ? *text : kMark;
    line.remove_prefix(text ? length : 1);
  }
  return out;
}

}  // namespace

std::string_view output_charset(std::string_view canonical) {
  return canonical == "euc-jp" || canonical == "shift_jis" ? "iso-2022-jp" : canonical;
}

std::string_view written_charset(std::string_view canonical) {
  if (canonical == "gb2312") return "eucgb2312_cn";
  if (canonical == "big5") return "big5_tw";
  return output_charset(canonical);
}

std::expected<std::string, CharsetError> to_utf8(std::string_view octets,
                                                 std::string_view charset) {
  if (charset == kUnknownEightBit) return std::string(octets);
  return utf8_from(library_name(charset), octets);
}

std::expected<std::string, CharsetError> from_utf8(std::string_view text,
                                                   std::string_view charset) {
  if (charset == kUnknownEightBit) return std::string(text);
  return utf8_to(library_name(charset), text);
}

std::expected<std::string, CharsetError> to_utf8_or_marks(std::string_view octets,
                                                          std::string_view charset) {
  auto whole = to_utf8(octets, charset);
  if (whole || whole.error() == CharsetError::unknown) return whole;
  const std::string name = ascii_lower(charset);
  if (name == "utf-8" || name == "utf8") return utf8_or_marks(octets);
  const CharsetConverter converter("UTF-8", library_name(charset));
  std::string out;
  while (!octets.empty()) {
    const std::size_t length = std::min(octets.find('\n'), octets.size() - 1) + 1;
    out += line_or_marks(octets.substr(0, length), converter);
    octets.remove_prefix(length);
  }
  return out;
}

std::string from_utf8_or_marks(std::string_view text, std::string_view charset) {
  if (auto whole = from_utf8(text, charset)) return *std::move(whole);
  std::string out;
  while (!text.empty()) {
    const std::size_t length = std::max<std::size_t>(first_character(text).octets, 1);
    out += from_utf8(text.substr(0, length), charset).value_or("?");
    text.remove_prefix(length);
  }
  return out;
}

std::string canonical_charset(std::string_view name) {
  std::string lower = ascii_lower(name);
  if (lower == "ascii") return "us-ascii";
  if (lower == "cp949") return "ks_c_5601-1987";
  if (lower == "euc_jp") return "euc-jp";
  if (lower == "euc_kr") return "euc-kr";
  if (lower.starts_with("latin") && lower.size() > 6 && (lower[5] == '_' || lower[5] == '-')) {
    const std::string_view number = std::string_view(lower).substr(6);
    constexpr std::array<std::string_view, 10> kParts = {"1",  "2",  "3",  "4",  "9",
                                                         "10", "13", "14", "15", "16"};
    for (std::size_t at = 0; at < kParts.size(); ++at) {
      if (number == std::to_string(at + 1)) return "iso-8859-" + std::string(kParts[at]);
    }
  }
  return lower;
}

Encoding header_encoding(std::string_view canonical) {
  if (canonical == "us-ascii") return Encoding::none;
  if (is_one_of(canonical, {"iso-8859-1", "iso-8859-2", "iso-8859-3", "iso-8859-4", "iso-8859-9",
                            "iso-8859-10", "iso-8859-13", "iso-8859-14", "iso-8859-15",
                            "iso-8859-16", "windows-1252", "viscii"})) {
    return Encoding::quoted_printable;
  }
  if (is_one_of(canonical, {"big5", "gb2312", "euc-jp", "shift_jis", "iso-2022-jp", "koi8-r"})) {
    return Encoding::base64;
  }
  return Encoding::shortest;
}

Encoding body_encoding(std::string_view canonical) {
  if (is_one_of(canonical, {"us-ascii", "euc-jp", "shift_jis", "iso-2022-jp"})) {
    return Encoding::none;
  }
  return header_encoding(canonical) == Encoding::quoted_printable ? Encoding::quoted_printable
                                                                  : Encoding::base64;
}

}  // namespace mass::python_email
