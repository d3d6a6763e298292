#include <map>

#include "results/labels.hpp"
#include "results/report/numbers.hpp"
#include "results/report/sections.hpp"

namespace mass::sections {
namespace {

// Hostile mail can have any number of field names.
constexpr std::size_t kFamilyRows = 25;

// `removed.Received` counts under `removed`, in its entry `Received`; a plain fact under itself.
std::map<std::string, Tally> by_family(const Summary& summary) {
  std::map<std::string, Tally> families;
  for (const auto& [fact, count] : summary.facts()) {
    const std::size_t dot = fact.find('.');
    const std::string family = fact.substr(0, dot);
    families[dot == std::string::npos ? "" : family]
            [dot == std::string::npos ? fact : fact.substr(dot + 1)] += count;
  }
  return families;
}

std::string family_title(const std::string& family) {
  if (family.empty()) return "Read";
  if (family == "line_ends") return "Line ends as stored";
  if (family == "removed") return "Fields taken off (author's view)";
  return family;
}

void declined(Html& html, const View& view) {
  Html rows;
  for (const Row& row : view.rows()) {
    const Cell* cell = view.cell(row, kIdentityPath, kAllStrata);
    if (cell == nullptr) continue;
    for (const auto& [reason, count] : cell->declined) {
      rows << "<tr><th scope=\"row\">" << row_heading(row) << "</th><td class=\"words\">" << reason
           << "</td><td>" << count_text(count) << "</td><td>" << percent_text(count, cell->n)
           << "</td></tr>\n";
    }
  }
  html << "<h3 id=\"declined\">Messages not signed</h3>\n";
  if (rows.empty()) {
    html << "<p>Every scheme signed every message.</p>\n";
    return;
  }
  html << "<p>They count in no percentage of survival.</p>\n<div class=\"scroll\" tabindex=\"0\" "
          "role=\"region\" aria-label=\"Messages not signed\"><table class=\"plain "
          "numbers\">\n<thead><tr>"
          "<th scope=\"col\">Scheme and profile</th><th scope=\"col\">Reason</th><th scope=\"col\" "
          "class=\"number\">messages</th><th scope=\"col\" class=\"number\">% of all</th></tr>"
          "</thead>\n<tbody>\n"
       << rows << "</tbody></table></div>\n";
}

}  // namespace

Html corpus(const Report& report, const View& view) {
  Html html;
  html << "<section id=\"corpus\" aria-labelledby=\"corpus-h\">\n<h2 id=\"corpus-h\">Corpus</h2>\n"
          "<div class=\"cards\">\n";
  for (const auto& [family, counts] : by_family(report.summary)) {
    html << "<div class=\"card\">\n"
         << tally(family_title(family), counts, kFamilyRows) << "</div>\n";
  }
  html << "</div>\n";
  declined(html, view);
  return html << "</section>\n";
}

}  // namespace mass::sections
