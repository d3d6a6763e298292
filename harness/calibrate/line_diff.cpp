#include "harness/calibrate/line_diff.hpp"

#include <algorithm>
#include <cstddef>
#include <span>

namespace mass {

namespace {

using Lines = std::span<const std::string_view>;

constexpr std::size_t kTableLimit = 4'000'000;

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
    lines.push_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return lines;
}

// Longest common subsequence by the textbook's table, filled from the end.
void align(Lines left, Lines right, std::vector<DiffLine>& out) {
  const std::size_t width = right.size() + 1;
  std::vector<std::uint32_t> common((left.size() + 1) * width, 0);
  for (std::size_t i = left.size(); i-- > 0;) {
    for (std::size_t j = right.size(); j-- > 0;) {
      common[i * width + j] =
          left[i] == right[j] ? common[(i + 1) * width + j + 1] + 1
                              : std::max(common[(i + 1) * width + j], common[i * width + j + 1]);
    }
  }
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < left.size() || j < right.size()) {
    if (i < left.size() && j < right.size() && left[i] == right[j]) {
      out.push_back({DiffLine::Kind::both, left[i++]});
      ++j;
    } else if (j == right.size() ||
               (i < left.size() && common[(i + 1) * width + j] >= common[i * width + j + 1])) {
      out.push_back({DiffLine::Kind::only_left, left[i++]});
    } else {
      out.push_back({DiffLine::Kind::only_right, right[j++]});
    }
  }
}

}  // namespace

std::vector<DiffLine> diff_lines(std::string_view left_text, std::string_view right_text) {
  const std::vector<std::string_view> left = lines_of(left_text);
  const std::vector<std::string_view> right = lines_of(right_text);
  const std::size_t shorter = std::min(left.size(), right.size());
  std::size_t head = 0;
  while (head < shorter && left[head] == right[head]) ++head;
  std::size_t tail = 0;
  while (tail < shorter - head && left[left.size() - 1 - tail] == right[right.size() - 1 - tail]) {
    ++tail;
  }

  std::vector<DiffLine> out;
  for (std::size_t i = 0; i < head; ++i) out.push_back({DiffLine::Kind::both, left[i]});
  const Lines left_middle = Lines(left).subspan(head, left.size() - head - tail);
  const Lines right_middle = Lines(right).subspan(head, right.size() - head - tail);
  if ((left_middle.size() + 1) * (right_middle.size() + 1) <= kTableLimit) {
    align(left_middle, right_middle, out);
  } else {
    for (const auto line : left_middle) out.push_back({DiffLine::Kind::only_left, line});
    for (const auto line : right_middle) out.push_back({DiffLine::Kind::only_right, line});
  }
  for (std::size_t i = left.size() - tail; i < left.size(); ++i) {
    out.push_back({DiffLine::Kind::both, left[i]});
  }
  return out;
}

}  // namespace mass
