#include <algorithm>

#include "harness/search/observe.hpp"

namespace mass::search {

namespace {

constexpr std::size_t kMostTexts = 4;
constexpr std::size_t kLongestAdded = 16'000;

struct Insertion {
  std::string early;  ///< The octets if what both bodies share is counted from the end.
  std::string late;   ///< The same from the beginning; another one when they start alike.
  bool is_at_end = false;
};

std::optional<Insertion> insertion_of(std::string_view before, std::string_view after) {
  if (after.size() <= before.size() || after.size() - before.size() > kLongestAdded) {
    return std::nullopt;
  }
  const std::size_t added = after.size() - before.size();
  const auto head =
      static_cast<std::size_t>(std::ranges::mismatch(before, after).in1 - before.begin());
  std::size_t tail = 0;
  while (tail < before.size() &&
         before[before.size() - 1 - tail] == after[after.size() - 1 - tail]) {
    ++tail;
  }
  if (head + tail < before.size()) return std::nullopt;
  return Insertion{std::string(after.substr(before.size() - tail, added)),
                   std::string(after.substr(head, added)), head == before.size()};
}

}  // namespace

void observe_body(const std::vector<View>& views, std::vector<Observation>& found) {
  std::map<std::string, std::size_t> at_end;
  std::map<std::string, std::size_t> inside;
  for (const View& view : views) {
    const auto insertion =
        insertion_of(view.simulated.message.body().view(), view.captured.body().view());
    if (!insertion) continue;
    if (insertion->is_at_end) {
      ++at_end[insertion->late];
    } else {
      ++inside[insertion->early];
      if (insertion->late != insertion->early) ++inside[insertion->late];
    }
  }
  const std::vector<std::string> ends = by_frequency(at_end, 1, kMostTexts);
  for (const std::string& text : ends) found.push_back({"appended", {{{"text", text}}}});
  for (const std::string& text : by_frequency(inside, 1, kMostTexts * 2)) {
    if (ends.empty()) found.push_back({"appended", {{{"text", text}}}});
    // A text and its mark-up come together.
    Item item{{"inside", text}, {"text", ends.empty() ? "" : ends.front()}};
    found.push_back({"inserted", {std::move(item)}});
  }
}

}  // namespace mass::search
