#include "results/report/mixes.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <span>
#include <string_view>
#include <vector>

#include "core/base/text.hpp"
#include "results/labels.hpp"
#include "results/report/columns.hpp"
#include "results/report/numbers.hpp"

namespace mass {

namespace {

constexpr std::string_view kCovered = "covered %";

std::string column_title(const std::string& mix) {
  return printable(mix, kLabelOctets) + " %";
}

// How many of the mixes fit beside the row titles; one at least.
std::size_t fitting(std::span<const std::string> mixes, std::size_t titles, std::size_t width) {
  std::size_t used = titles;
  std::size_t count = 0;
  for (const std::string& mix : mixes) {
    used += 2 * kColumnGap + std::max(width_of(column_title(mix)), width_of("100.0")) +
            width_of(kCovered);
    if (used > width && count > 0) break;
    ++count;
  }
  return count;
}

std::vector<std::vector<std::string>> table_of(const View& view,
                                               std::span<const std::string> mixes) {
  std::vector<std::vector<std::string>> rows{{""}};
  for (const std::string& mix : mixes) {
    rows[0].push_back(column_title(mix));
    rows[0].emplace_back(kCovered);
  }
  for (const Row& row : view.rows()) {
    std::vector<std::string> cells{row.title()};
    bool has_rate = false;
    for (const std::string& mix : mixes) {
      const auto rate = mix_rate(view, row, mix);
      has_rate = has_rate || rate;
      cells.push_back(rate ? fmt::format("{:.1f}", rate->share * 100) : "-");
      cells.push_back(rate ? fmt::format("{:.1f}", rate->covered) : "-");
    }
    if (has_rate) rows.push_back(std::move(cells));
  }
  return rows;
}

}  // namespace

std::string mixes_text(const View& view, std::size_t width) {
  const std::vector<std::string> names = mixes_of(view);
  std::size_t titles = 0;
  for (const Row& row : view.rows()) titles = std::max(titles, width_of(row.title()));
  std::string tables;
  std::span<const std::string> rest = names;
  while (!rest.empty()) {
    const std::size_t count = fitting(rest, titles, width);
    const auto rows = table_of(view, rest.first(count));
    if (rows.size() > 1) tables += '\n' + align(rows);
    rest = rest.subspan(count);
  }
  if (tables.empty()) return "";
  return wrap("",
              "Mixes: survival weighted as a mix of real traffic has the paths; covered is the "
              "share of the mix on paths with cases, and the rest is left out. The weights are "
              "judgement or a site's counts; the tables above stand without them",
              width) +
         tables;
}

std::string mixes_json(const View& view) {
  nlohmann::json all = nlohmann::json::array();
  for (const std::string& name : mixes_of(view)) {
    for (const Row& row : view.rows()) {
      const auto rate = mix_rate(view, row, name);
      if (!rate) continue;
      all.push_back({{"mix", name},
                     {"scheme", row.scheme},
                     {"profile", row.profile},
                     {"survival_percent", rounded(rate->share * 100)},
                     {"covered_percent", rounded(rate->covered)},
                     {"least_cases", rate->cases}});
    }
  }
  return all.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace mass
