#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

/// Plain-text layout. Widths are counted in characters, not octets.
namespace mass {

/// Spaces between columns.
inline constexpr std::size_t kColumnGap = 2;

[[nodiscard]] std::size_t width_of(std::string_view utf8) noexcept;
[[nodiscard]] std::string pad_left(std::string_view text, std::size_t width);
[[nodiscard]] std::string pad_right(std::string_view text, std::size_t width);

/// Words in lines of at most `width` characters; the first line is indented by `first`, the others
/// by as many spaces as `first` is wide. A word longer than a line stays whole. Ends in a line end.
[[nodiscard]] std::string wrap(std::string_view first, std::string_view text, std::size_t width);

/// Items side by side, separated by two spaces, in lines of at most `width` characters, each
/// indented by two spaces. Items are not broken.
[[nodiscard]] std::string flow(const std::vector<std::string>& items, std::size_t width);

/// Rows of cells as aligned columns: the first to the left, the others to the right, two spaces
/// apart, without blanks at line ends.
[[nodiscard]] std::string align(const std::vector<std::vector<std::string>>& rows);

}  // namespace mass
