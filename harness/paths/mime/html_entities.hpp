#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

/// Characters as HTML names and numbers them. Private to this room.
namespace mass::transforms {

/// The character from U+00A0 to U+00FF of that name, such as `eacute`. Source: HTML 4.01 section
/// 24.2.1.
[[nodiscard]] std::optional<std::uint32_t> latin_entity(std::string_view name);

/// The number that stands behind `&#`, such as `233` or `xE9`: at most U+10FFFF, not always one of
/// a character. Source: HTML 4.01 section 5.3.1.
[[nodiscard]] std::optional<std::uint32_t> entity_number(std::string_view digits);

}  // namespace mass::transforms
