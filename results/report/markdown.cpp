#include <fmt/core.h>

#include <algorithm>

#include "core/base/text.hpp"
#include "results/labels.hpp"
#include "results/report/findings.hpp"
#include "results/report/html.hpp"
#include "results/report/numbers.hpp"
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

std::string table(const View& view, const Group& group) {
  std::string out =
      fmt::format("## {}\n\nPercent of {}, and the 95 % interval.\n\n", group.title, group.text);
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
  out += heads + "\n" + rule + "\n";
  for (const Row& row : group.rows) {
    out += "| " + markdown_text(row.title()) + " |";
    for (const PathFacts& path : group.paths) out += " " + cell_text(view.rate(row, path)) + " |";
    out += '\n';
  }
  return legend.empty() ? out + "\n" : out + "\n" + legend + ".\n\n";
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
  std::string out = fmt::format("# Which mail signatures survive\n\nScenario {}, seed {}.\n\n",
                                markdown_text(manifest.scenario_name), manifest.seed);
  for (const Finding& finding : findings(report, view)) {
    out += "1. " + markdown_text(finding.text) + "\n";
  }
  out += '\n';
  for (const Group& group : view.groups()) out += table(view, group);
  out += "· makes no statement; \\~ fewer than 30 cases; &lt;1 not none; &gt;99 not all";
  if (std::ranges::any_of(view.rows(), &Row::reconstructed)) out += "; \\* partly reconstructed";
  if (std::ranges::any_of(view.rows(), &Row::descendant)) {
    out += "; † descendant of the proposals of 2004, from 2007 or later";
  }
  return out + ".\n";
}

}  // namespace mass
