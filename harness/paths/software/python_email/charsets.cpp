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
  return charset;
}

}  // namespace

std::string_view written_charset(std::string_view canonical) {
  if (canonical == "gb2312") return "eucgb2312_cn";
  if (canonical == "big5") return "big5_tw";
  if (canonical == "euc-jp" || canonical == "shift_jis") return "iso-2022-jp";
  return canonical;
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
