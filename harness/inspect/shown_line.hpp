#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "harness/inspect/evidence.hpp"

/// How a line of a comparison is shown. Private to this room.
namespace mass {

inline constexpr std::string_view kRed = "\x1b[31m";
inline constexpr std::string_view kGreen = "\x1b[32m";
inline constexpr std::string_view kPlain = "\x1b[0m";

/// What to show of a row.
struct Window {
  std::size_t from = 0;   ///< Octet at which both lines are shown from: the first difference is in
                          ///< sight.
  bool with_end = false;  ///< They differ in their line ends only.
};
[[nodiscard]] Window window_of(const SideBySide& sides, const DiffRow& row, std::size_t width);

/// A line, printable, from an octet on, in at most `width` octets. White space at its end shows.
[[nodiscard]] std::string shown_line(std::string_view line, std::size_t from, bool with_end,
                                     std::size_t width);

}  // namespace mass
