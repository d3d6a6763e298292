#include "harness/inspect/shown_line.hpp"

#include <algorithm>

#include "core/base/utf8.hpp"
#include "results/labels.hpp"

namespace mass {
namespace {

constexpr std::string_view kSkipped = "...";

std::string_view without_end(std::string_view line) {
  if (line.ends_with("\r\n")) line.remove_suffix(2);
  return line;
}

}  // namespace

Window window_of(const SideBySide& sides, const DiffRow& row, std::size_t width) {
  if (row.is_equal || row.left == DiffRow::kNoLine || row.right == DiffRow::kNoLine) return {};
  const std::string_view left = sides.before[row.left].text;
  const std::string_view right = sides.after[row.right].text;
  const bool with_end = without_end(left) == without_end(right);
  const auto parted = std::ranges::mismatch(left, right);
  std::size_t from = static_cast<std::size_t>(parted.in1 - left.begin());
  if (from < width / 2) return {0, with_end};
  from -= width / 3;
  while (from > 0 && from < left.size() && continues_character(left[from])) --from;
  return {from, with_end};
}

std::string shown_line(std::string_view line, std::size_t from, bool with_end, std::size_t width) {
  std::string_view text = with_end ? line : without_end(line);
  text.remove_prefix(std::min(from, text.size()));
  const std::size_t end = text.find_last_not_of(' ') + 1;
  std::string octets(text.substr(0, std::min(text.size(), 4 * width)));
  const std::string_view skipped = from > 0 ? kSkipped : std::string_view{};
  if (end >= octets.size()) {
    return std::string(skipped) + shortened(octets, width - skipped.size());
  }
  std::string spaces;
  for (std::size_t i = end; i < octets.size(); ++i) spaces += "\\x20";
  octets.resize(end);
  return std::string(skipped) +
         shortened(shortened(octets, width) + spaces, width - skipped.size());
}

}  // namespace mass
