#include "harness/cli/path_search.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "core/base/text.hpp"
#include "harness/cli/progress_line.hpp"

namespace mass::cli {

namespace {

constexpr std::size_t kMostRemaining = 12;

// A difference that several pairs show.
struct Remaining {
  std::string line;
  std::vector<std::string> pairs;
};

std::vector<Remaining> remaining(const CalibrationResult& result) {
  std::map<std::string, std::vector<std::string>> lines;
  for (const CalibrationDifference& difference : result.differences) {
    for (const std::string& line : difference.lines) {
      auto& pairs = lines[line];
      if (pairs.empty() || pairs.back() != difference.pair) pairs.push_back(difference.pair);
    }
  }
  std::vector<Remaining> all;
  for (auto& [line, pairs] : lines) all.push_back({line, std::move(pairs)});
  std::ranges::stable_sort(all, std::greater{},
                           [](const Remaining& one) { return one.pairs.size(); });
  if (all.size() > kMostRemaining) all.resize(kMostRemaining);
  return all;
}

std::string start_of(const SearchResult& search) {
  return search.start.empty() ? "nothing" : search.start;
}

}  // namespace

Result<SearchResult> search_at_terminal(Console& console, const CaptureSet& set,
                                        const std::vector<Mask>& masks, const Crypto& crypto,
                                        SearchOptions options) {
  Progress progress = progress_line(console, "messages tried at most", options.limit);
  std::size_t told = 0;
  options.progress = [&](std::size_t spent) {
    progress.advance(spent - told);
    told = spent;
  };
  auto found = search_path(set, masks, crypto, options);
  progress.finish();
  return found;
}

nlohmann::json search_json(const SearchResult& search, const CalibrationResult& result) {
  nlohmann::json left = nlohmann::json::array();
  for (const Remaining& one : remaining(result)) {
    left.push_back({{"line", one.line}, {"pairs", one.pairs}});
  }
  return {{"start", search.start},
          {"searched", search.searched},
          {"held_out", search.held_out},
          {"held_out_exact", search.held_out_exact},
          {"simulated", search.spent},
          {"complete", search.is_complete},
          {"path", nlohmann::json::parse(path_file_text(search.path))},
          {"remaining", std::move(left)}};
}

void print_search(std::ostream& out, const SearchResult& search, const CalibrationResult& result,
                  bool is_brief) {
  out << fmt::format("  searched from {}, {} messages simulated{}", start_of(search), search.spent,
                     search.is_complete ? "" : ", limit reached");
  if (search.held_out > 0) {
    out << fmt::format("; a path made from {} pairs reproduced {} of {} others", search.searched,
                       search.held_out_exact, search.held_out);
  }
  out << "\n";
  if (is_brief) return;
  out << "\n" << path_file_text(search.path) << "\n";
  const auto left = remaining(result);
  if (left.empty()) return;
  out << "  not explained:\n";
  for (const Remaining& one : left) {
    out << fmt::format("    {} in {}\n", one.line,
                       printable(fmt::format("{}", fmt::join(one.pairs, ", "))));
  }
}

}  // namespace mass::cli
