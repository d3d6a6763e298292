#pragma once

#include <array>
#include <string_view>

/// Charsets of one octet a character. Private to this room.
namespace mass::transforms {

/// What the octets 0x80 to 0xFF are; 0 where nothing is. Those below are ASCII.
struct CodePage {
  std::string_view name;
  std::array<char16_t, 128> codes;
};

/// By Perl's name, `cp1252`, `koi8-r`; null if it is not there.
[[nodiscard]] const CodePage* find_code_page(std::string_view name);

}  // namespace mass::transforms
