#include <fmt/core.h>

#include <algorithm>

#include "core/base/text.hpp"
#include "results/labels.hpp"
#include "results/report/findings.hpp"
#include "results/report/html.hpp"
#include "results/report/numbers.hpp"
#include "results/report/run_gates.hpp"
#include "results/report/step_summary.hpp"
#include "results/report/texts.hpp"
#include "results/report/view.hpp"

namespace mass {
namespace {

std::string cell_text(const Rate& rate) {
  if (rate.of == 0) return "·";
  return fmt::format("{}**{}** {}", rate.of < kFewCases ? "\\~" : "",
                     markdown_text(percent_text(rate.right, rate.of)),
                     interval_text(rate.interval()));
}

// Those first whose mean over the paths is the lowest; a reader of a step summary looks at the top.
std::vector<Row> worst_rows_first(const View& view, const Group& group) {
  std::vector<std::pair<double, const Row*>> ranked;
  for (const Row& row : group.rows) {
    double sum = 0;
    double paths = 0;
    for (const PathFacts& path : group.paths) {
      const Rate rate = view.rate(row, path);
      if (rate.of == 0) continue;
      sum += rate.share();
      ++paths;
    }
    ranked.emplace_back(sum / paths, &row);
  }
  std::ranges::stable_sort(ranked, {}, &std::pair<double, const Row*>::first);
  std::vector<Row> rows;
  for (const auto& [share, row] : ranked) rows.push_back(*row);
  return rows;
}

void add_table(StepSummary& page, const View& view, const Group& group) {
  std::string heads = "| |";
  std::string rule = "|:--|";
  std::string legend;
  for (const PathFacts& path : group.paths) {
    heads += " " + markdown_text(label(path.id)) + " |";
    rule += "--:|";
    if (path.title.empty() || path.title == path.id) continue;
    legend += (legend.empty() ? "" : ", ") + markdown_text(label(path.id)) + " " +
              markdown_text(label(path.title));
  }
  page.add(fmt::format("## {}\n\nPercent of {}, and the 95 % interval; lowest first.\n\n{}\n{}\n",
                       group.title, group.text, heads, rule));
  for (const Row& row : worst_rows_first(view, group)) {
    std::string line = "| " + markdown_text(row.title()) + " |";
    for (const PathFacts& path : group.paths) line += " " + cell_text(view.rate(row, path)) + " |";
    if (!page.add(line + "\n")) return;
  }
  page.add(legend.empty() ? "\n" : "\n" + legend + ".\n\n");
}

void add_gates(StepSummary& page, const Report& report, const View& view) {
  const std::vector<GateFinding> judged = judge_gates(report, view);
  const auto failed = worst_first(judged);
  if (failed.empty()) return;
  page.add(fmt::format("## {} failed\n\n", counted(failed.size(), "gate")));
  for (const GateFinding* one : failed) {
    std::string item =
        fmt::format("* {}\n", markdown_text(fmt::format("{} on {}: {}; wanted {}", one->row.title(),
                                                        one->path.id, one->text, one->name)));
    for (const std::string& line : evidence_lines(report, view, *one)) {
      item += "  * " + markdown_text(line) + "\n";
    }
    if (!page.add(item)) return;
  }
  page.add("\n");
}

}  // namespace

std::string markdown_text(std::string_view octets) {
  std::string out;
  for (const char c : escape(octets)) {
    if (std::string_view("|*_`[]\\~!$@").contains(c)) {
      out += fmt::format("&#{};", static_cast<int>(c));
    } else {
      out += c;
    }
  }
  return out;
}

std::string markdown_report(const Report& report) {
  const View view(report);
  const Manifest& manifest = report.manifest;
  StepSummary page("report.html and, with --format csv, in a table");
  page.add(fmt::format("# Which mail signatures survive\n\nScenario {}, seed {}.\n\n",
                       markdown_text(manifest.scenario_name), manifest.seed));
  add_gates(page, report, view);
  for (const Finding& finding : findings(report, view)) {
    page.add("1. " + markdown_text(finding.text) + "\n");
  }
  page.add("\n");
  for (const Group& group : view.groups()) add_table(page, view, group);
  std::string signs =
      "· makes no statement; \\~ fewer than 30 cases; &lt;1 not none; &gt;99 not all";
  if (std::ranges::any_of(view.rows(), &Row::reconstructed)) {
    signs += "; \\* partly reconstructed";
  }
  if (std::ranges::any_of(view.rows(), &Row::descendant)) {
    signs += "; † descendant of the proposals of 2004, from 2007 or later";
  }
  page.add(signs + ".\n");
  return std::move(page).take();
}

}  // namespace mass
