#include <algorithm>
#include <vector>

#include "results/dashboard/sections.hpp"
#include "results/labels.hpp"
#include "results/report/numbers.hpp"
#include "results/report/sections.hpp"

namespace mass::dashboard {
namespace {

// A page that lists every change of a long history would be too heavy to open.
constexpr std::size_t kListed = 400;

void rate(Html& html, const Rate& rate) {
  html << "<td class=\"number\">" << percent_text(rate.right, rate.of) << " %<small>" << rate.right
       << " of " << rate.of << "</small></td>";
}

void point(Html& html, const History& history, const ChangePoint& point) {
  const DashboardRun& run = history.runs[point.run];
  html << "<tr><th scope=\"row\"><a href=\"#" << anchor_of(point.cell) << "\"><span class=\""
       << name_of(point.turn) << "\">" << sign_of(point.turn) << "</span> " << title_of(point.cell)
       << "</a></th><td>" << name_of(point.turn) << "</td>";
  rate(html, point.before);
  rate(html, point.after);
  html << "<td>" << label(point.cause) << "</td><td><abbr title=\"" << machine_of(run) << "\">"
       << run.name << "</abbr></td><td>" << version_of(run) << "</td></tr>\n";
}

void change_table(Html& html, const History& history,
                  const std::vector<const ChangePoint*>& points) {
  html
      << "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Changes\">"
         "<table class=\"plain\">\n<thead><tr><th scope=\"col\">Cell</th><th "
         "scope=\"col\">change</th><th scope=\"col\" class=\"number\">before</th><th scope=\"col\" "
         "class=\"number\">after</th><th scope=\"col\">cause that grew most</th><th "
         "scope=\"col\">run</th><th scope=\"col\">version</th></tr></thead>\n<tbody>\n";
  for (std::size_t i = 0; i < std::min(points.size(), kListed); ++i) {
    point(html, history, *points[i]);
  }
  html << "</tbody></table></div>\n";
  if (points.size() > kListed) {
    html << "<p class=\"note\">And " << count_text(std::uint64_t{points.size() - kListed})
         << " more.</p>\n";
  }
}

}  // namespace

Html changes(const History& history) {
  std::vector<const ChangePoint*> regressions;
  std::vector<const ChangePoint*> others;
  for (const ChangePoint& point : history.points) {
    (point.turn == Turn::regression ? regressions : others).push_back(&point);
  }
  Html html;
  html << "<section id=\"changes\" aria-labelledby=\"changes-h\">\n<h2 "
          "id=\"changes-h\">Changes</h2>\n"
          "<p>Counts are exact, so any difference between two successive comparable runs is a "
          "change point. A regression: fewer survive, or more forgeries are accepted. Runs are "
          "compared where corpora, seed, conditions, the scheme's parameters and the path are the "
          "same; else a new series begins.</p>\n<h3>Regressions</h3>\n";
  if (regressions.empty()) {
    html << "<p>None.</p>\n";
  } else {
    change_table(html, history, regressions);
  }
  if (!others.empty()) {
    html << "<details><summary>" << counted(others.size(), "other change") << "</summary>\n";
    change_table(html, history, others);
    html << "</details>\n";
  }
  return html << "</section>\n";
}

}  // namespace mass::dashboard
