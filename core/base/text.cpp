#include "core/base/text.hpp"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <numeric>
#include <system_error>

#include "core/base/utf8.hpp"

namespace mass {

namespace {

constexpr std::string_view kLowerDigits = "0123456789abcdef";
constexpr std::string_view kWhiteSpace = " \t\r\n";

bool same_letter(char left, char right) noexcept {
  return ascii_lower(left) == ascii_lower(right);
}

int hex_digit(char c) noexcept {
  if (is_digit(c)) return c - '0';
  const char lower = ascii_lower(c);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

// Characters that a terminal obeys instead of showing: controls, line and paragraph separators, and
// the marks that change the direction of text (Unicode Standard Annex 9, section 2).
bool is_unsafe(std::uint32_t code) noexcept {
  return code < 0x20 || (code >= 0x7F && code <= 0x9F) || code == 0x061C ||
         (code >= 0x200E && code <= 0x200F) || (code >= 0x2028 && code <= 0x202E) ||
         (code >= 0x2066 && code <= 0x2069) || code == 0xFEFF;
}

void append_octet(std::string& shown, unsigned octet) {
  shown += "\\x";
  shown += kHexDigits[octet >> 4];
  shown += kHexDigits[octet & 15];
}

void append_code(std::string& shown, std::uint32_t code) {
  shown += "\\u{";
  for (int shift = 12; shift >= 0; shift -= 4) shown += kHexDigits[code >> shift & 15];
  shown += '}';
}

// Levenshtein's distance without ASCII case.
std::size_t edit_distance(std::string_view left, std::string_view right) {
  std::vector<std::size_t> row(right.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < left.size(); ++i) {
    std::size_t diagonal = row[0]++;
    for (std::size_t j = 0; j < right.size(); ++j) {
      const std::size_t replaced = diagonal + (same_letter(left[i], right[j]) ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, row[j] + 1, diagonal + 1});
    }
  }
  return row.back();
}

}  // namespace

bool has_eight_bit(std::string_view octets) noexcept {
  std::uint64_t high = 0;
  std::size_t at = 0;
  for (; octets.size() - at >= sizeof high; at += sizeof high) {
    std::uint64_t word;
    std::memcpy(&word, octets.data() + at, sizeof word);
    high |= word;
  }
  for (; at < octets.size(); ++at) high |= static_cast<unsigned char>(octets[at]);
  return (high & 0x8080808080808080U) != 0;
}

std::string ascii_lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = ascii_lower(c);
  return lower;
}

bool iequals(std::string_view left, std::string_view right) noexcept {
  return left.size() == right.size() &&
         std::equal(left.begin(), left.end(), right.begin(), same_letter);
}

bool istarts_with(std::string_view text, std::string_view prefix) noexcept {
  return iequals(text.substr(0, prefix.size()), prefix);
}

std::size_t ifind(std::string_view text, std::string_view needle, std::size_t from) noexcept {
  if (from > text.size()) return std::string_view::npos;
  const std::string_view rest = text.substr(from);
  const auto at = std::search(rest.begin(), rest.end(), needle.begin(), needle.end(), same_letter);
  if (at == rest.end() && !needle.empty()) return std::string_view::npos;
  return from + static_cast<std::size_t>(at - rest.begin());
}

std::string_view trim(std::string_view text) noexcept {
  const std::size_t first = text.find_first_not_of(kWhiteSpace);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kWhiteSpace) - first + 1);
}

std::string_view without_trailing_blanks(std::string_view line) noexcept {
  while (!line.empty() && is_wsp(line.back())) line.remove_suffix(1);
  return line;
}

std::string without_whitespace(std::string_view text) {
  std::string kept;
  kept.reserve(text.size());
  for (const char c : text) {
    if (!is_fws(c)) kept += c;
  }
  return kept;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (std::size_t end = text.find(separator); end != std::string_view::npos;
       end = text.find(separator)) {
    parts.push_back(text.substr(0, end));
    text.remove_prefix(end + 1);
  }
  parts.push_back(text);
  return parts;
}

bool is_dns_name(std::string_view name) noexcept {
  constexpr std::size_t kMaxName = 253;
  constexpr std::size_t kMaxLabel = 63;
  if (name.empty() || name.size() > kMaxName) return false;
  std::size_t label = 0;
  for (const char c : name) {
    if (c == '.') {
      if (label == 0) return false;
      label = 0;
      continue;
    }
    const bool is_allowed = is_letter(c) || is_digit(c) || c == '-' || c == '_';
    if (!is_allowed || ++label > kMaxLabel) return false;
  }
  return label != 0;
}

std::optional<std::uint64_t> parse_decimal(std::string_view text) noexcept {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

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

std::string percent_encode(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool is_plain =
        is_letter(c) || is_digit(c) || c == '-' || c == '.' || c == '_' || c == '~';
    if (is_plain) {
      out += c;
    } else {
      out += '%';
      for (const char digit : to_hex(std::string_view(&c, 1))) {
        out += digit >= 'a' ? static_cast<char>(digit - 'a' + 'A') : digit;
      }
    }
  }
  return out;
}

std::string percent_decode_lenient(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto octet = text[i] == '%' ? from_hex(text.substr(i + 1, 2)) : std::nullopt;
    if (octet && octet->size() == 1) {
      out += *octet;
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

std::string to_hex(std::string_view octets) {
  std::string hex;
  hex.reserve(2 * octets.size());
  for (const char c : octets) {
    const auto octet = static_cast<unsigned char>(c);
    hex += kLowerDigits[octet >> 4];
    hex += kLowerDigits[octet & 15];
  }
  return hex;
}

std::optional<std::string> from_hex(std::string_view hex) {
  if (hex.size() % 2 != 0) return std::nullopt;
  std::string octets;
  octets.reserve(hex.size() / 2);
  for (std::size_t i = 0; i < hex.size(); i += 2) {
    const int high = hex_digit(hex[i]);
    const int low = hex_digit(hex[i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    octets += static_cast<char>(high << 4 | low);
  }
  return octets;
}

std::string printable(std::string_view octets, std::size_t limit) {
  std::string shown;
  std::size_t at = 0;
  while (at < octets.size()) {
    const Utf8Character character = first_character(octets.substr(at));
    const std::size_t length = std::max<std::size_t>(character.octets, 1);
    if (length > limit - at) return shown + "...";
    if (character.octets == 0 || (is_unsafe(character.code) && character.code < 0x80)) {
      append_octet(shown, static_cast<unsigned char>(octets[at]));
    } else if (is_unsafe(character.code)) {
      append_code(shown, character.code);
    } else {
      shown += octets.substr(at, length);
    }
    at += length;
  }
  return shown;
}

std::optional<std::string> nearest(std::string_view name, std::span<const std::string> candidates) {
  const std::size_t bound = std::max<std::size_t>(2, name.size() / 3);
  const std::string* best = nullptr;
  std::size_t least = bound + 1;
  for (const std::string& candidate : candidates) {
    const std::size_t longer = std::max(name.size(), candidate.size());
    // The difference in length is a lower bound, and keeps long hostile names cheap.
    if (longer - std::min(name.size(), candidate.size()) >= least) continue;
    const std::size_t distance = edit_distance(name, candidate);
    // Two names without a letter in common are not a slip, however short they are.
    if (distance >= least || (distance == longer && longer != 0)) continue;
    least = distance;
    best = &candidate;
  }
  return best == nullptr ? std::nullopt : std::optional(*best);
}

}  // namespace mass
