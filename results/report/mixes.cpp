#include "results/report/mixes.hpp"

#include <fmt/core.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <vector>

#include "core/base/text.hpp"
#include "results/labels.hpp"
#include "results/report/columns.hpp"
#include "results/report/numbers.hpp"

namespace mass {

namespace {

double rounded(double percent) {
  return std::round(percent * 100) / 100;
}

}  // namespace

std::string mixes_text(const View& view, std::size_t width) {
  const std::vector<std::string> names = mixes_of(view);
  std::vector<std::vector<std::string>> rows{{""}};
  for (const std::string& name : names) {
    rows[0].push_back(printable(name, kLabelOctets) + " %");
    rows[0].emplace_back("covered %");
  }
  for (const Row& row : view.rows()) {
    std::vector<std::string> cells{row.title()};
    bool has_rate = false;
    for (const std::string& name : names) {
      const auto rate = mix_rate(view, row, name);
      has_rate = has_rate || rate;
      cells.push_back(rate ? fmt::format("{:.1f}", rate->share * 100) : "-");
      cells.push_back(rate ? fmt::format("{:.1f}", rate->covered) : "-");
    }
    if (has_rate) rows.push_back(std::move(cells));
  }
  if (rows.size() == 1) return "";
  return wrap("",
              "Mixes: survival weighted as a mix of real traffic has the paths; covered is the "
              "share of the mix on paths with cases, and the rest is left out. The weights are "
              "judgement or a site's counts; the tables above stand without them",
              width) +
         "\n" + align(rows);
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
