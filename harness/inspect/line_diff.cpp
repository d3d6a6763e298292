#include "harness/inspect/line_diff.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "core/base/text.hpp"

namespace mass {
namespace {

// Beyond this a script of single edits tells nobody anything, and costs its square in memory.
constexpr int kMostEdits = 1000;

using Numbers = std::vector<int>;

// Lines as numbers: equal lines have the same one. A field's name is the same in any case.
std::pair<Numbers, Numbers> number(std::span<const DiffLine> left,
                                   std::span<const DiffLine> right) {
  using Line = std::pair<std::string, std::string_view>;
  std::map<Line, int> known;
  const auto numbers = [&known](std::span<const DiffLine> lines) {
    Numbers found;
    found.reserve(lines.size());
    for (const DiffLine& line : lines) {
      const auto next = static_cast<int>(known.size());
      const Line key(ascii_lower(line.section), line.text);
      found.push_back(known.try_emplace(key, next).first->second);
    }
    return found;
  };
  Numbers first = numbers(left);
  return {std::move(first), numbers(right)};
}

// Pairs of equal lines in both middles, in order; nothing if too much differs.
class Myers {
 public:
  Myers(std::span<const int> left, std::span<const int> right)
      : left_(left),
        right_(right),
        n_(static_cast<int>(left.size())),
        m_(static_cast<int>(right.size())) {}

  std::optional<std::vector<std::pair<int, int>>> matches() {
    const int most = std::min(kMostEdits, n_ + m_);
    // reach[k + most + 1]: how far down the left side diagonal k has come.
    std::vector<int> reach(static_cast<std::size_t>(2 * most) + 3, 0);
    const auto at = [&](int k) -> int& { return reach[static_cast<std::size_t>(k + most + 1)]; };
    for (int edits = 0; edits <= most; ++edits) {
      for (int k = -edits; k <= edits; k += 2) {
        const bool goes_down = k == -edits || (k != edits && at(k - 1) < at(k + 1));
        int x = goes_down ? at(k + 1) : at(k - 1) + 1;
        while (x < n_ && x - k < m_ && x - k >= 0 && same(x, x - k)) ++x;
        at(k) = x;
        if (x >= n_ && x - k >= m_) {
          history_.emplace_back(row(reach, edits, most));
          return walk_back(edits);
        }
      }
      history_.emplace_back(row(reach, edits, most));
    }
    return std::nullopt;
  }

 private:
  [[nodiscard]] bool same(int x, int y) const {
    return left_[static_cast<std::size_t>(x)] == right_[static_cast<std::size_t>(y)];
  }

  // The diagonals -edits to edits.
  static std::vector<int> row(const std::vector<int>& reach, int edits, int most) {
    const auto begin = reach.begin() + (most + 1 - edits);
    return {begin, begin + 2 * edits + 1};
  }

  std::vector<std::pair<int, int>> walk_back(int edits) {
    std::vector<std::pair<int, int>> found;
    int x = n_;
    int y = m_;
    for (; edits > 0; --edits) {
      const auto& before = history_[static_cast<std::size_t>(edits) - 1];
      const auto reached = [&](int k) { return before[static_cast<std::size_t>(k + edits - 1)]; };
      const int k = x - y;
      const bool goes_down =
          k == -edits || (k != edits && (k - 1 < -(edits - 1) ||
                                         (k + 1 <= edits - 1 && reached(k - 1) < reached(k + 1))));
      const int from_k = goes_down ? k + 1 : k - 1;
      const int from_x = reached(from_k);
      const int start_x = goes_down ? from_x : from_x + 1;
      while (x > start_x) found.emplace_back(--x, --y);
      x = from_x;
      y = from_x - from_k;
    }
    while (x > 0 && y > 0) found.emplace_back(--x, --y);
    std::ranges::reverse(found);
    return found;
  }

  std::span<const int> left_;
  std::span<const int> right_;
  int n_;
  int m_;
  std::vector<std::vector<int>> history_;
};

// Lines left[from..to) and right[from..to) that are not equal: those that took each other's place
// side by side.
void add_changed(std::vector<DiffRow>& rows, std::size_t left, std::size_t left_end,
                 std::size_t right, std::size_t right_end) {
  while (left < left_end || right < right_end) {
    DiffRow row;
    if (left < left_end) row.left = left++;
    if (right < right_end) row.right = right++;
    rows.push_back(row);
  }
}

}  // namespace

void add_lines(std::vector<DiffLine>& lines, std::string_view section, std::string_view text) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
    lines.push_back({std::string(section), std::string(text.substr(0, end))});
    text.remove_prefix(end);
  }
}

std::vector<DiffRow> diff_lines(std::span<const DiffLine> left, std::span<const DiffLine> right) {
  const auto [a, b] = number(left, right);
  std::size_t head = 0;
  while (head < a.size() && head < b.size() && a[head] == b[head]) ++head;
  std::size_t tail = 0;
  while (tail < a.size() - head && tail < b.size() - head &&
         a[a.size() - 1 - tail] == b[b.size() - 1 - tail]) {
    ++tail;
  }
  const std::span one = std::span(a).subspan(head, a.size() - head - tail);
  const std::span other = std::span(b).subspan(head, b.size() - head - tail);
  const auto matches = Myers(one, other).matches().value_or(std::vector<std::pair<int, int>>{});

  std::vector<DiffRow> rows;
  for (std::size_t i = 0; i < head; ++i) rows.push_back({i, i, true});
  std::size_t x = head;
  std::size_t y = head;
  for (const auto& [match_x, match_y] : matches) {
    const std::size_t next_x = head + static_cast<std::size_t>(match_x);
    const std::size_t next_y = head + static_cast<std::size_t>(match_y);
    add_changed(rows, x, next_x, y, next_y);
    rows.push_back({next_x, next_y, true});
    x = next_x + 1;
    y = next_y + 1;
  }
  add_changed(rows, x, a.size() - tail, y, b.size() - tail);
  for (std::size_t i = tail; i > 0; --i) rows.push_back({a.size() - i, b.size() - i, true});
  return rows;
}

std::vector<Hunk> hunks_of(std::span<const DiffRow> rows, std::size_t context) {
  std::vector<Hunk> hunks;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (rows[i].is_equal) continue;
    const std::size_t first = i - std::min(i, context);
    const std::size_t end = std::min(rows.size(), i + context + 1);
    if (!hunks.empty() && first <= hunks.back().first + hunks.back().rows) {
      hunks.back().rows = end - hunks.back().first;
    } else {
      hunks.push_back({first, end - first});
    }
  }
  return hunks;
}

}  // namespace mass
