#include <map>
#include <nlohmann/json.hpp>
#include <string>
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

// Cases beyond the one that a card shows.
constexpr std::size_t kCasesPerCause = 3;
constexpr std::size_t kCasesPerPage = 1200;
constexpr std::size_t kCaseDigits = 12;

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
  json cells = json::object();
  std::size_t taken = 0;
  for (const CaseExample& example : report.examples) {
    const auto found = anchors.find(example.scheme + '\n' + example.profile + '\n' + example.path);
    if (found == anchors.end() || taken == kCasesPerPage) continue;
    json& causes = cells[found->second];
    const std::string cause = label(example.cause);
    if (causes.empty() || causes.back()[0] != cause) causes.push_back({cause, json::array()});
    json& cases = causes.back()[1];
    if (cases.size() == kCasesPerCause) continue;
    cases.push_back({label(example.case_id).substr(0, kCaseDigits), label(example.origin),
                     example.message_octets, example.offset});
    ++taken;
  }
  Html html;
  return html.data("case-data", compact(cells));
}

}  // namespace mass::sections
