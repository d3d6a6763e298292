#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "results/labels.hpp"
#include "results/report/chart.hpp"
#include "results/report/sections.hpp"

namespace mass::sections {
namespace {

using nlohmann::json;

// `right` and `of` of each kind of message in turn.
using Counts = std::vector<std::uint64_t>;

std::vector<std::string_view> kinds_of(const Report& report) {
  std::vector<std::string_view> kinds{kAllStrata};
  std::array<bool, kStratumCount> present{};
  for (const auto& [key, cell] : report.summary.cells()) {
    for (std::size_t i = 0; i < kStratumCount; ++i) {
      present[i] = present[i] || key.stratum == name_of(static_cast<Stratum>(i));
    }
  }
  for (std::size_t i = 0; i < kStratumCount; ++i) {
    if (present[i]) kinds.push_back(name_of(static_cast<Stratum>(i)));
  }
  return kinds;
}

// Cases of each cause of a cell, fewer where a page would have too many of them.
constexpr std::size_t kCasesPerCause = 3;
constexpr std::size_t kCasesPerPage = 1500;

std::size_t cases_per_cause(const Report& report) {
  std::set<std::tuple<std::string_view, std::string_view, std::string_view, std::string_view>>
      causes;
  for (const CaseExample& one : report.examples) {
    causes.emplace(one.scheme, one.profile, one.path, one.cause);
  }
  return std::clamp<std::size_t>(kCasesPerPage / std::max<std::size_t>(causes.size(), 1), 1,
                                 kCasesPerCause);
}

// Rows of a table that others refer to by number, each of them once.
template <class Key>
class Numbered {
 public:
  std::size_t number_of(const Key& key, const json& row) {
    const auto [entry, is_new] = numbers_.emplace(key, rows_.size());
    if (is_new) rows_.push_back(row);
    return entry->second;
  }
  [[nodiscard]] const json& rows() const noexcept { return rows_; }

 private:
  std::map<Key, std::size_t> numbers_;
  json rows_ = json::array();
};

}  // namespace

Html matrix_data(const Report& report, const View& view) {
  const std::vector<std::string_view> kinds = kinds_of(report);
  // Many cells count alike, so that each list of counts stands there once.
  std::map<Counts, std::size_t> known;
  json lists = json::array();
  json cells = json::object();
  for (const Group& group : view.groups()) {
    for (const Row& row : group.rows) {
      for (const PathFacts& path : group.paths) {
        if (view.rate(row, path).of == 0) continue;
        Counts counts;
        for (const std::string_view kind : kinds) {
          const Rate rate = view.rate(row, path, kind);
          counts.insert(counts.end(), {rate.right, rate.of});
        }
        const auto [entry, is_new] = known.emplace(std::move(counts), lists.size());
        if (is_new) lists.push_back(entry->first);
        cells[anchor_of(row, path)] = entry->second;
      }
    }
  }
  Html html;
  const json data{{"kinds", kinds}, {"few", kFewCases}, {"counts", lists}, {"cells", cells}};
  return html.data("matrix-data", compact(data));
}

Html case_data(const Report& report, const View& view) {
  std::map<std::string, std::string> anchors;  // of those cells that are on the page
  for (const Group& group : view.groups()) {
    for (const Row& row : group.rows) {
      for (const PathFacts& path : group.paths) {
        anchors.emplace(row.scheme + '\n' + row.profile + '\n' + path.id, anchor_of(row, path));
      }
    }
  }
  // The same messages break alike in many cells.
  Numbered<std::pair<std::string, std::uint64_t>> messages;
  Numbered<Sides> differences;
  json cells = json::object();
  const std::size_t limit = cases_per_cause(report);
  for (const CaseExample& one : report.examples) {
    const auto found = anchors.find(one.scheme + '\n' + one.profile + '\n' + one.path);
    if (found == anchors.end()) continue;
    json& causes = cells[found->second];
    const std::string cause = label(one.cause);
    if (causes.empty() || causes.back()[0] != cause) causes.push_back({cause, json::array()});
    json& cases = causes.back()[1];
    if (cases.size() == limit) continue;
    const std::string origin = label(one.origin);
    json difference;
    if (const auto sides = sides_of(one)) {
      difference = differences.number_of(*sides, {sides->common, sides->before, sides->after});
    }
    cases.push_back({label(one.case_id).substr(0, kCaseDigits),
                     messages.number_of({origin, one.message_octets}, {origin, one.message_octets}),
                     one.offset, difference});
  }
  Html html;
  return html.data("case-data", compact({{"cells", cells},
                                         {"messages", messages.rows()},
                                         {"differences", differences.rows()}}));
}

}  // namespace mass::sections
