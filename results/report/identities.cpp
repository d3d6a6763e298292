#include "results/labels.hpp"
#include "results/report/numbers.hpp"
#include "results/report/sections.hpp"

namespace mass::sections {
namespace {

std::uint64_t count_of(const Cell& cell, Proven who) {
  const auto found = cell.proven.find(std::string(name_of(who)));
  return found == cell.proven.end() ? 0 : found->second;
}

void shares(Html& html, const View& view, const Row& row, const PathFacts& path) {
  const Cell* cell = view.cell(row, path.id, kAllStrata);
  const Rate rate = view.rate(row, path);
  if (cell == nullptr || rate.of == 0) {
    html << "<td class=\"quiet\">·</td><td class=\"quiet\">·</td>";
    return;
  }
  for (const Proven who : {Proven::originator, Proven::intermediary}) {
    html << "<td>" << percent_text(count_of(*cell, who), rate.of) << "</td>";
  }
}

void identity_table(Html& html, const View& view, const Group& group) {
  html << "<h3>" << group.title << "</h3>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" "
       << "aria-label=\"Proven identities\"><table class=\"plain numbers\">\n<thead><tr><th "
          "scope=\"col\" "
          "rowspan=\"2\">Scheme and profile</th>";
  for (const PathFacts& path : group.paths) {
    html << "<th scope=\"colgroup\" colspan=\"2\" class=\"number\"><abbr title=\""
         << label(path.title) << "\">" << label(path.id) << "</abbr></th>";
  }
  html << "</tr><tr>";
  for (std::size_t i = 0; i < group.paths.size(); ++i) {
    html << "<th scope=\"col\" class=\"number\">orig.</th><th scope=\"col\" "
            "class=\"number\">interm.</th>";
  }
  html << "</tr></thead>\n<tbody>\n";
  for (const Row& row : group.rows) {
    html << "<tr><th scope=\"row\">" << row_heading(row) << "</th>";
    for (const PathFacts& path : group.paths) shares(html, view, row, path);
    html << "</tr>\n";
  }
  html << "</tbody></table></div>\n";
}

}  // namespace

Html identities(const Report&, const View& view) {
  Html html;
  for (const Group& group : view.groups()) {
    if (group.reading == Reading::survived && group.paths.front().participants) {
      identity_table(html, view, group);
    }
  }
  if (html.empty()) return html;
  Html section;
  section
      << "<section id=\"identities\" aria-labelledby=\"identities-h\">\n<h2 "
         "id=\"identities-h\">Whose identity is proven</h2>\n<p>Where intermediaries take part, "
         "a pass may prove the originator (author, or who sent for the author) or only an "
         "intermediary. Percent of signed messages; the rest proves nobody.</p>\n"
      << html << "</section>\n";
  return section;
}

}  // namespace mass::sections
