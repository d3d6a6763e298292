#include <algorithm>

#include "core/base/text.hpp"
#include "core/message/quoted_string.hpp"
#include "core/scheme/scheme.hpp"

namespace mass {

namespace {

// Longer than any address SMTP can carry, and short enough to keep lines under 998 octets.
constexpr std::size_t kLongestValue = 400;

bool is_control(char c) noexcept {
  return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
}

bool is_visible(char c) noexcept {
  return c > 0x20 && c < 0x7F;
}

// Source: RFC 2045 section 5.1.
bool is_token(std::string_view text) noexcept {
  static constexpr std::string_view kSpecials = "()<>@,;:\\\"/[]?=";
  return !text.empty() &&
         std::ranges::all_of(text, [](char c) { return is_visible(c) && !kSpecials.contains(c); });
}

// Source: RFC 5321 section 4.1.2 (Dot-string; Atom is that of RFC 5322 section 3.2.3).
bool is_dot_string(std::string_view text) noexcept {
  static constexpr std::string_view kSpecials = "()<>@,;:\\\"[].";
  return std::ranges::all_of(split(text, '.'), [](std::string_view atom) {
    return !atom.empty() && std::ranges::all_of(atom, [](char c) {
      return is_visible(c) && !kSpecials.contains(c);
    });
  });
}

bool is_domain(std::string_view text) noexcept {
  return std::ranges::all_of(split(text, '.'), [](std::string_view label) {
    return !label.empty() && std::ranges::all_of(label, [](char c) {
      const char lower = ascii_lower(c);
      return (lower >= 'a' && lower <= 'z') || is_digit(c) || c == '-' || c == '_';
    });
  });
}

// `joe@example.com` or `@example.com`.
bool is_address(std::string_view text) noexcept {
  const std::size_t at = text.find('@');
  if (at == std::string_view::npos || !is_domain(text.substr(at + 1))) return false;
  return at == 0 || is_dot_string(text.substr(0, at));
}

std::string without_controls(std::string_view text) {
  std::string kept(text);
  std::erase_if(kept, is_control);
  return kept;
}

}  // namespace

std::string authres_value(std::string_view text) {
  std::string value = printable(without_controls(text), kLongestValue);
  if (is_token(value) || is_address(value)) return value;
  return quoted_string(value);
}

std::string authentication_results(std::string_view authserv_id,
                                   const std::vector<std::string>& results) {
  std::string field = "Authentication-Results: " + authres_value(authserv_id);
  if (results.empty()) return field + "; none";
  for (const std::string& result : results) field += ";\r\n\t" + without_controls(result);
  return field;
}

}  // namespace mass
