#pragma once

#include <cstdint>
#include <string>
#include <string_view>

/// Folded values on one line. Private to this room.
namespace mass::transforms {

/// What takes the place of a line end; the white space behind it stays.
enum class LineJoin : std::uint8_t { nothing, space };

[[nodiscard]] std::string joined_lines(std::string_view value, LineJoin join);

}  // namespace mass::transforms
