#include <algorithm>
#include <nlohmann/json.hpp>
#include <vector>

#include "results/dashboard/sections.hpp"
#include "results/labels.hpp"
#include "results/report/chart.hpp"
#include "results/report/numbers.hpp"
#include "results/report/sections.hpp"

namespace mass::dashboard {
namespace {

using nlohmann::json;

// Columns of a table; the chart has all runs.
constexpr std::size_t kColumns = 12;
// Rows of the tables; the chart has all cells.
constexpr std::size_t kRows = 300;

// Those with the newest regression first, then those that changed otherwise, then the rest.
std::vector<const Trend*> in_order(const History& history) {
  std::vector<const Trend*> order;
  for (const Trend& trend : history.trends) order.push_back(&trend);
  const auto rank = [](const Trend* trend) {
    const auto regression = trend->last(Turn::regression);
    return std::pair(regression ? *regression + 1 : 0, trend->changed());
  };
  std::ranges::stable_sort(order, std::greater{}, rank);
  return order;
}

json rows_of(const History& history, const Trend& trend) {
  json rows = json::array();
  std::size_t series = 0;
  for (std::size_t run = 0; run < history.runs.size(); ++run) {
    const Rate& rate = trend.rates[run];
    if (rate.of == 0) continue;
    if (trend.turns[run] == Turn::restart) ++series;
    const DashboardRun& of = history.runs[run];
    rows.push_back({{"cell", title_of(trend.cell)},
                    {"series", series},
                    {"order", run},
                    {"run", of.name},
                    {"version", version_of(of)},
                    {"machine", machine_of(of)},
                    {"started", label(of.manifest.started)},
                    {"turn", name_of(trend.turns[run])},
                    {"percent", 100 * rate.share()},
                    {"right", rate.right},
                    {"of", rate.of}});
  }
  return rows;
}

json data_of(const History& history, const std::vector<const Trend*>& order) {
  json runs = json::array();
  for (const DashboardRun& run : history.runs) {
    runs.push_back({{"name", run.name},
                    {"version", version_of(run)},
                    {"machine", machine_of(run)},
                    {"started", label(run.manifest.started)}});
  }
  // Many cells count alike, so that each list stands there once.
  std::map<std::string, std::size_t> known;
  json lists = json::array();
  json cells = json::object();
  json names = json::array();
  for (const Trend* trend : order) {
    json list = json::array();
    for (std::size_t run = 0; run < history.runs.size(); ++run) {
      list.push_back({trend->rates[run].right, trend->rates[run].of, name_of(trend->turns[run])});
    }
    const auto [entry, is_new] = known.emplace(list.dump(), lists.size());
    if (is_new) lists.push_back(std::move(list));
    const std::string anchor = anchor_of(trend->cell);
    cells[anchor] = {{"title", title_of(trend->cell)}, {"list", entry->second}};
    names.push_back(anchor);
  }
  return {{"runs", runs}, {"lists", lists}, {"cells", cells}, {"order", names}};
}

void cell(Html& html, const DashboardRun& run, const Rate& rate, Turn turn) {
  if (rate.of == 0) {
    html << "<td class=\"na\">·</td>";
    return;
  }
  html << "<td class=\"" << sections::heat_class(rate) << "\"><abbr title=\"" << version_of(run)
       << ", " << machine_of(run) << "\">";
  if (turn < Turn::none) html << sign_of(turn) << " ";
  html << percent_text(rate.right, rate.of) << "<small>" << rate.right << "/" << rate.of
       << "</small></abbr></td>";
}

void trend_table(Html& html, const History& history, const std::vector<const Trend*>& trends) {
  const std::size_t first =
      history.runs.size() > kColumns ? history.runs.size() - kColumns : std::size_t{0};
  html << "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Trends\"><table "
          "class=\"heat small\">\n<thead><tr><th scope=\"col\" class=\"corner\">Cell</th>";
  for (std::size_t run = first; run < history.runs.size(); ++run) {
    html << "<th scope=\"col\">" << history.runs[run].name << "</th>";
  }
  html << "</tr></thead>\n<tbody>\n";
  for (const Trend* trend : trends) {
    html << "<tr id=\"" << anchor_of(trend->cell) << "\"><th scope=\"row\">"
         << title_of(trend->cell) << "</th>";
    for (std::size_t run = first; run < history.runs.size(); ++run) {
      cell(html, history.runs[run], trend->rates[run], trend->turns[run]);
    }
    html << "</tr>\n";
  }
  html << "</tbody></table></div>\n";
}

}  // namespace

Html trends(const History& history) {
  const std::vector<const Trend*> order = in_order(history);
  std::vector<const Trend*> changed;
  std::vector<const Trend*> steady;
  for (const Trend* trend : order) (trend->changed() ? changed : steady).push_back(trend);
  Html html;
  html << "<section id=\"trends\" aria-labelledby=\"trends-h\">\n<h2 id=\"trends-h\">Trends</h2>\n"
          "<p>Percent of cases that were right: genuine mail that verifies, forgeries that are "
          "refused. ▼ regression, ▲ improvement, ◆ another change, | a new series.</p>\n";
  if (!order.empty()) {
    html << chart("trend", "One cell over the runs", rows_of(history, *order.front()));
    html.data("trend-data", compact(data_of(history, order)));
  }
  // Every change point leads to its row.
  if (!changed.empty()) trend_table(html, history, changed);
  if (!steady.empty()) {
    html << "<details><summary>" << counted(steady.size(), "cell")
         << " without a change</summary>\n";
    const std::size_t shown = std::min(steady.size(), kRows);
    trend_table(html, history,
                {steady.begin(), steady.begin() + static_cast<std::ptrdiff_t>(shown)});
    if (shown < steady.size()) {
      html << "<p class=\"note\">And " << count_text(std::uint64_t{steady.size() - shown})
           << " more.</p>\n";
    }
    html << "</details>\n";
  }
  return html << "</section>\n";
}

}  // namespace mass::dashboard
