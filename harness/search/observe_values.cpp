#include <algorithm>
#include <set>

#include "core/base/text.hpp"
#include "harness/search/observe.hpp"

namespace mass::search {

namespace {

constexpr std::size_t kMostItems = 12;
constexpr std::size_t kLongestText = 16'000;
constexpr std::size_t kMostWords = 400;

struct Change {
  std::string name;
  std::string old_value;
  std::string new_value;
};

std::vector<Change> changes_of(const View& view) {
  std::vector<Change> changes;
  for (const auto& [captured, simulated] : view.changed) {
    const Field& now = view.captured.fields()[captured];
    const Field& before = view.simulated.message.fields()[simulated];
    if (now.raw().size() + before.raw().size() > kLongestText) continue;
    changes.push_back({std::string(now.name()), unfolded(before), unfolded(now)});
  }
  return changes;
}

// `name` and what stands in front of its old value, as one text with a NUL between.
std::string key_of(const std::string& name, std::string_view text) {
  return name + '\0' + std::string(text);
}

Item item_of(const std::string& key, const char* what) {
  const std::size_t nul = key.find('\0');
  std::string name = key.substr(0, nul);
  std::string text = key.substr(nul + 1);
  // The blank behind the colon belongs to the value for some software.
  std::string shorter = text.substr(0, text.size() - (text.ends_with(' ') ? 1 : 0));
  // Of `[list] ` the word in the brackets.
  const std::size_t open = text.find('[');
  const std::size_t close = text.find(']', std::min(open, text.size()));
  std::string tag = close == std::string::npos ? "" : text.substr(open + 1, close - open - 1);
  return {{"name", name},
          {what, text},
          {"shorter", std::move(shorter)},
          {"tag", std::move(tag)},
          {"field", name + ": " + text}};
}

void add_each(const std::map<std::string, std::size_t>& counts, std::size_t least, const char* kind,
              const char* what, std::vector<Observation>& found) {
  for (const std::string& key : by_frequency(counts, least, kMostItems)) {
    found.push_back({kind, {item_of(key, what)}});
  }
}

// What the old value stands in: `${1} (external)`.
std::string around(const Change& change) {
  const std::size_t at = change.new_value.find(change.old_value);
  if (change.old_value.empty() || at == std::string::npos) return "";
  return change.new_value.substr(0, at) + "${1}" +
         change.new_value.substr(at + change.old_value.size());
}

std::vector<std::string_view> cut_at_borders(std::string_view text) {
  constexpr std::string_view kBorders = " \t\r\n<>()[];,\"=:";
  std::vector<std::string_view> words;
  while (!text.empty() && words.size() < kMostWords) {
    const std::size_t end = text.find_first_of(kBorders);
    const std::size_t length = end == 0 ? 1 : std::min(end, text.size());
    words.push_back(text.substr(0, length));
    text.remove_prefix(length);
  }
  return words;
}

using Exchanges = std::map<std::pair<std::string, std::string>, std::size_t>;

// The words between what both texts have in common at both ends, and pairs of words at the same
// place where the number of words is the same.
void count_exchange(std::string_view old_text, std::string_view new_text, Exchanges& counts) {
  const auto before = cut_at_borders(old_text);
  const auto after = cut_at_borders(new_text);
  const std::size_t shorter = std::min(before.size(), after.size());
  std::size_t head = 0;
  while (head < shorter && before[head] == after[head]) ++head;
  std::size_t tail = 0;
  while (tail < shorter - head &&
         before[before.size() - 1 - tail] == after[after.size() - 1 - tail]) {
    ++tail;
  }
  if (before.size() == after.size()) {
    for (std::size_t i = head; i < before.size() - tail; ++i) {
      if (before[i] == after[i]) continue;
      ++counts[{std::string(before[i]), std::string(after[i])}];
      // Of an address often one half is what was exchanged.
      const std::size_t old_at = before[i].find('@');
      const std::size_t new_at = after[i].find('@');
      if (old_at == std::string_view::npos || new_at == std::string_view::npos) continue;
      const auto half = [&](std::string_view old_half, std::string_view new_half) {
        if (old_half != new_half) ++counts[{std::string(old_half), std::string(new_half)}];
      };
      half(before[i].substr(0, old_at), after[i].substr(0, new_at));
      half(before[i].substr(old_at + 1), after[i].substr(new_at + 1));
    }
  }
  const auto middle = [&](const std::vector<std::string_view>& words) {
    std::string text;
    for (std::size_t i = head; i < words.size() - tail; ++i) text += words[i];
    return std::string(trim(text));
  };
  std::pair exchange{middle(before), middle(after)};
  if (!exchange.first.empty() && exchange.first != exchange.second) ++counts[std::move(exchange)];
}

void count_lines(const View& view, Exchanges& counts) {
  const std::string_view captured = view.captured.body().view();
  const std::string_view simulated = view.simulated.message.body().view();
  if (captured == simulated || captured.size() + simulated.size() > 200'000) return;
  // Lines from the end: that is where texts are added.
  auto old_lines = split(simulated, '\n');
  auto new_lines = split(captured, '\n');
  const std::set<std::string_view> old_set(old_lines.begin(), old_lines.end());
  const std::set<std::string_view> new_set(new_lines.begin(), new_lines.end());
  std::erase_if(old_lines, [&](std::string_view line) { return new_set.contains(line); });
  std::erase_if(new_lines, [&](std::string_view line) { return old_set.contains(line); });
  if (old_lines.size() != new_lines.size() || old_lines.size() > kMostItems) return;
  for (std::size_t i = 0; i < old_lines.size(); ++i) {
    count_exchange(trim(old_lines[i]), trim(new_lines[i]), counts);
    ++counts[{std::string(trim(old_lines[i])), std::string(trim(new_lines[i]))}];
  }
}

}  // namespace

void observe_values(const std::vector<View>& views, std::vector<Observation>& found) {
  std::map<std::string, std::size_t> prefixes;
  std::map<std::string, std::size_t> surroundings;
  std::map<std::string, std::size_t> constants;
  for (const View& view : views) {
    for (const Change& change : changes_of(view)) {
      if (change.new_value.ends_with(change.old_value) && !change.old_value.empty()) {
        ++prefixes[key_of(change.name,
                          std::string_view(change.new_value)
                              .substr(0, change.new_value.size() - change.old_value.size()))];
      } else if (const std::string text = around(change); !text.empty()) {
        ++surroundings[key_of(change.name, text)];
      }
      if (!names_author(change.new_value, view)) {
        ++constants[key_of(change.name, change.new_value)];
      }
    }
  }
  const std::size_t least = views.size() < 4 ? 1 : 2;
  add_each(prefixes, least, "prefixed", "prefix", found);
  add_each(surroundings, least, "surrounded", "value", found);
  add_each(constants, least, "replaced", "value", found);
}

std::vector<std::pair<std::string, std::string>> exchanged_words(const std::vector<View>& views,
                                                                 std::size_t most) {
  Exchanges counts;
  for (const View& view : views) {
    for (const Change& change : changes_of(view)) {
      count_exchange(change.old_value, change.new_value, counts);
    }
    count_lines(view, counts);
    const CapturedOutput& out = view.pair->out.front();
    const Envelope& envelope = view.simulated.envelope;
    if (out.mail_from) count_exchange(envelope.mail_from, *out.mail_from, counts);
    if (out.rcpt_to && out.rcpt_to->size() == envelope.rcpt_to.size()) {
      for (std::size_t i = 0; i < envelope.rcpt_to.size(); ++i) {
        count_exchange(envelope.rcpt_to[i], (*out.rcpt_to)[i], counts);
      }
    }
  }
  std::vector<std::pair<std::pair<std::string, std::string>, std::size_t>> ranked(counts.begin(),
                                                                                  counts.end());
  std::ranges::stable_sort(ranked, std::greater{}, [](const auto& entry) { return entry.second; });
  std::vector<std::pair<std::string, std::string>> exchanges;
  for (auto& [exchange, count] : ranked) {
    const bool is_word = exchange.first.size() > 1 && exchange.first != exchange.second;
    if (is_word && exchanges.size() < most) exchanges.push_back(std::move(exchange));
  }
  return exchanges;
}

}  // namespace mass::search
