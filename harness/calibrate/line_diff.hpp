#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace mass {

/// One line of a comparison. The line end belongs to the line.
struct DiffLine {
  enum class Kind : std::uint8_t { both, only_left, only_right };
  Kind kind;
  std::string_view text;
};

/// The lines of both texts, what they share once. Between the first and the last difference at most
/// a few thousand lines are aligned; of more, the left ones are shown, then the right ones. The
/// views are into the arguments.
[[nodiscard]] std::vector<DiffLine> diff_lines(std::string_view left, std::string_view right);

}  // namespace mass
