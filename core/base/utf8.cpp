#include "core/base/utf8.hpp"

#include <algorithm>

namespace mass {

Utf8Character first_character(std::string_view text) noexcept {
  const auto octet = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned lead = octet(0);
  if (lead < 0x80) return {lead, 1};
  const std::size_t octets = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < octets) return {};
  std::uint32_t code = lead & (0xFFU >> (octets + 1));
  for (std::size_t i = 1; i < octets; ++i) {
    if (!continues_character(text[i])) return {};
    code = code << 6 | (octet(i) & 0x3FU);
  }
  const bool is_overlong = (octets == 3 && code < 0x800) || (octets == 4 && code < 0x10000);
  if (is_overlong || is_surrogate(code) || code > 0x10FFFF) return {};
  return {code, octets};
}

bool is_utf8(std::string_view text) noexcept {
  while (!text.empty()) {
    const std::size_t octets = first_character(text).octets;
    if (octets == 0) return false;
    text.remove_prefix(octets);
  }
  return true;
}

std::size_t character_count(std::string_view text) noexcept {
  return text.size() - static_cast<std::size_t>(std::ranges::count_if(text, continues_character));
}

void append_utf8(std::string& out, std::uint32_t code) {
  if (code < 0x80) {
    out += static_cast<char>(code);
    return;
  }
  const int more = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
  out += static_cast<char>((0xFF00U >> (more + 1) & 0xFFU) | code >> 6 * more);
  for (int i = more - 1; i >= 0; --i) out += static_cast<char>(0x80U | (code >> 6 * i & 0x3FU));
}

}  // namespace mass
