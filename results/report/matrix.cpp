#include <algorithm>

#include "results/labels.hpp"
#include "results/report/numbers.hpp"
#include "results/report/sections.hpp"

namespace mass::sections {
namespace {

void cell(Html& html, const View& view, const Row& row, const PathFacts& path) {
  const Rate rate = view.rate(row, path);
  if (rate.of == 0) {
    html << "<td class=\"na\"><span aria-label=\"no statement\" role=\"img\">·</span></td>";
    return;
  }
  html << "<td class=\"" << heat_class(rate) << "\"><a href=\"#" << anchor_of(row, path) << "\">";
  if (rate.of < kFewCases) html << "<abbr title=\"fewer than 30 cases\">~</abbr>";
  html << percent_text(rate.right, rate.of) << "<small>" << interval_text(rate.interval())
       << "</small></a></td>";
}

void column_heads(Html& html, const Group& group) {
  html << "<thead><tr><th scope=\"col\" class=\"corner\">Scheme and profile</th>";
  for (const PathFacts& path : group.paths) {
    html << "<th scope=\"col\"><span class=\"tilt\">" << label(path.title) << "</span>";
    if (path.title != path.id) html << "<span class=\"id\">" << label(path.id) << "</span>";
    html << "</th>";
  }
  html << "</tr></thead>\n";
}

void silent_rows(Html& html, const View& view, const Group& group) {
  Html names;
  for (const Row& row : view.rows()) {
    if (std::ranges::find(group.rows, row) != group.rows.end()) continue;
    if (!names.empty()) names << ", ";
    names << row.title();
  }
  if (names.empty()) return;
  html << "<p class=\"note\">No statement on these paths: " << names << ".</p>\n";
}

void rate_table(Html& html, const View& view, const Group& group) {
  html << "<div class=\"group\">\n<h3>" << group.title << "</h3>\n<p class=\"note\">Percent of "
       << group.text << ", and the 95 % interval.</p>\n";
  if (!group.rows.empty()) {
    html << "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"" << group.title
         << "\"><table class=\"heat\">\n";
    column_heads(html, group);
    html << "<tbody>\n";
    const Row* previous = nullptr;
    for (const Row& row : group.rows) {
      const bool starts = previous == nullptr || previous->scheme != row.scheme;
      html << (starts ? Markup("<tr class=\"first\">") : Markup("<tr>")) << "<th scope=\"row\">"
           << row_heading(row) << "</th>";
      for (const PathFacts& path : group.paths) cell(html, view, row, path);
      html << "</tr>\n";
      previous = &row;
    }
    html << "</tbody></table></div>\n";
  }
  silent_rows(html, view, group);
  html << "</div>\n";
}

void legend(Html& html, const View& view) {
  constexpr Markup kScale[] = {
      "<li class=\"h6\">100 %</li>",   "<li class=\"h5\">from 97</li>",
      "<li class=\"h4\">from 80</li>", "<li class=\"h3\">from 50</li>",
      "<li class=\"h2\">from 20</li>", "<li class=\"h1\">over 0</li>",
      "<li class=\"h0\">0 %</li>",
  };
  html << "<ul class=\"scale\" aria-label=\"Colours\">";
  for (const Markup step : kScale) html << step;
  html << "</ul>\n<p class=\"note\"><b>·</b> makes no statement &emsp; <b>~</b> fewer than 30 "
          "cases &emsp; <b>&lt;1</b> not none &emsp; <b>&gt;99</b> not all";
  if (std::ranges::any_of(view.rows(), &Row::reconstructed)) {
    html << " &emsp; <b>*</b> <a href=\"#reconstruction\">partly reconstructed</a>";
  }
  if (std::ranges::any_of(view.rows(), &Row::descendant)) {
    html << " &emsp; <b>†</b> descendant of the proposals of 2004, from 2007 or later";
  }
  html << "</p>\n";
}

void mix_row(Html& html, const View& view, const Row& row, const std::vector<std::string>& names) {
  if (!std::ranges::any_of(
          names, [&](const std::string& name) { return mix_rate(view, row, name).has_value(); })) {
    return;
  }
  html << "<tr><th scope=\"row\">" << row_heading(row) << "</th>";
  for (const std::string& name : names) {
    const auto rate = mix_rate(view, row, name);
    if (!rate) {
      html << "<td class=\"quiet\">·</td><td></td><td></td>";
      continue;
    }
    html << "<td>" << percent_text(rate->share) << "</td>" << bar_cell(rate->share)
         << "<td class=\"quiet\">" << percent_text(rate->covered / 100) << "</td>";
  }
  html << "</tr>\n";
}

}  // namespace

Html matrix(const Report& report, const View& view) {
  Html html;
  html << "<section id=\"matrix\" aria-labelledby=\"matrix-h\">\n"
          "<h2 id=\"matrix-h\">Survival</h2>\n<p>Each number leads to what broke there.</p>\n";
  legend(html, view);
  html << "<div class=\"groups\">\n";
  for (const Group& group : view.groups()) rate_table(html, view, group);
  return html << "</div>\n" << matrix_data(report, view) << "</section>\n";
}

Html mixes(const Report&, const View& view) {
  Html html;
  html << "<section id=\"mixes\" aria-labelledby=\"mixes-h\">\n"
          "<h2 id=\"mixes-h\">Survival over a mix of paths</h2>\n";
  const std::vector<std::string> names = mixes_of(view);
  if (names.empty()) {
    return html << "<p>No path of this run has a weight in a mix.</p>\n</section>\n";
  }
  html
      << "<p>Delivery paths weighted as a mix of real traffic has them. The weights are judgement; "
         "the tables above stand without them. Covered: the share of the mix on paths with "
         "cases.</p>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" "
         "aria-label=\"Survival over a mix of paths\"><table class=\"plain numbers\">\n"
         "<thead><tr><th scope=\"col\">Scheme and profile</th>";
  for (const std::string& name : names) {
    html << "<th scope=\"col\" class=\"number\">" << label(name)
         << " %</th><td></td><th scope=\"col\" class=\"number\">covered %</th>";
  }
  html << "</tr></thead>\n<tbody>\n";
  for (const Row& row : view.rows()) mix_row(html, view, row, names);
  return html << "</tbody></table></div>\n</section>\n";
}

}  // namespace mass::sections
