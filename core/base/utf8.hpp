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

/// Appends a code point of at most U+10FFFF.
void append_utf8(std::string& out, std::uint32_t code);

}  // namespace mass
