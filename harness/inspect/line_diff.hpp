#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mass {

/// A line of something that is compared, and the section in which it stands, such as a field.
struct DiffLine {
  std::string section;
  std::string text;  ///< With its line end.
};

/// Adds the lines of `text`, all of one section.
void add_lines(std::vector<DiffLine>& lines, std::string_view section, std::string_view text);

/// One row of two texts side by side. An index that is `kNoLine` stands for a line the other side
/// has alone.
struct DiffRow {
  static constexpr std::size_t kNoLine = static_cast<std::size_t>(-1);
  std::size_t left = kNoLine;
  std::size_t right = kNoLine;
  bool is_equal = false;
};

/// Both sides from first to last line, with as few lines changed as can be; lines that took each
/// other's place stand in one row. Lines are equal if text and section are. Work is bounded: of
/// texts that differ in more than a thousand lines all that lies between the first and the last
/// difference counts as changed.
/// Source: Myers, An O(ND) Difference Algorithm and Its Variations, 1986.
[[nodiscard]] std::vector<DiffRow> diff_lines(std::span<const DiffLine> left,
                                              std::span<const DiffLine> right);

/// A run of rows that holds changes, with equal rows around them.
struct Hunk {
  std::size_t first = 0;  ///< Row.
  std::size_t rows = 0;
};

/// The changed rows in groups, each with up to `context` equal rows before and behind.
[[nodiscard]] std::vector<Hunk> hunks_of(std::span<const DiffRow> rows, std::size_t context);

}  // namespace mass
