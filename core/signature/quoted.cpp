#include "core/signature/quoted.hpp"

#include <fmt/format.h>

#include "core/base/text.hpp"

namespace mass::signature {

namespace {

// Source: RFC 6376 section 2.11 (dkim-safe-char).
bool is_safe(char c) noexcept {
  return c > ' ' && c <= '~' && c != ';' && c != '=';
}

}  // namespace

std::optional<std::string> decode_quoted(std::string_view text) {
  std::string octets;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (is_fws(c)) continue;
    if (c == '=') {
      const auto octet = i + 2 < text.size() ? from_hex(text.substr(i + 1, 2)) : std::nullopt;
      if (!octet) return std::nullopt;
      octets += *octet;
      i += 2;
    } else if (is_safe(c) || static_cast<unsigned char>(c) > 0x7F) {
      octets += c;
    } else {
      return std::nullopt;
    }
  }
  return octets;
}

std::string encode_quoted(std::string_view octets, std::string_view also) {
  std::string text;
  for (const char c : octets) {
    if (is_safe(c) && also.find(c) == std::string_view::npos) {
      text += c;
    } else {
      text += fmt::format("={:02X}", static_cast<unsigned char>(c));
    }
  }
  return text;
}

}  // namespace mass::signature
