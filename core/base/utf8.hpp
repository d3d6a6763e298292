#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace mass {

/// One character of UTF-8.
struct Utf8Character {
  std::uint32_t code = 0;
  std::size_t octets = 0;  ///< 0: there is no valid UTF-8 here.
};

/// The character at the start of `text`, which is not empty. Shortest forms only, no surrogates,
/// nothing over U+10FFFF. Source: RFC 3629 section 4.
[[nodiscard]] Utf8Character first_character(std::string_view text) noexcept;

[[nodiscard]] bool is_utf8(std::string_view text) noexcept;

/// Whether an octet is one of a character that started before it.
[[nodiscard]] constexpr bool continues_character(char octet) noexcept {
  return (static_cast<unsigned char>(octet) & 0xC0U) == 0x80U;
}

/// Characters of UTF-8, not octets.
[[nodiscard]] std::size_t character_count(std::string_view text) noexcept;

/// Half of a pair of UTF-16, which is no character of its own.
[[nodiscard]] constexpr bool is_surrogate(std::uint32_t code) noexcept {
  return code >= 0xD800 && code <= 0xDFFF;
}

/// Appends a code point of at most U+10FFFF.
void append_utf8(std::string& out, std::uint32_t code);

}  // namespace mass
