#include <algorithm>
#include <map>
#include <vector>

#include "results/labels.hpp"
#include "results/report/numbers.hpp"
#include "results/report/sections.hpp"

namespace mass::sections {
namespace {

constexpr std::size_t kCauseRows = 8;

// Examples of one cell, and of a page: a page that shows all of a large run would be too heavy to
// open. The case store has them all.
constexpr std::size_t kExamplesPerCell = 3;
constexpr std::size_t kExamplesPerPage = 600;

void outcomes(Html& html, const Cell& cell) {
  html << "<p class=\"outcomes\">";
  bool first = true;
  for (std::size_t i = 0; i < kOutcomeCount; ++i) {
    if (cell.outcomes[i] == 0) continue;
    if (!first) html << ", ";
    html << name_of(static_cast<Outcome>(i)) << " " << count_text(cell.outcomes[i]);
    first = false;
  }
  html << "</p>\n";
}

void card(Html& html, const Report& report, const View& view, const Row& row, const PathFacts& path,
          std::size_t examples) {
  const Cell& cell = *view.cell(row, path.id, kAllStrata);
  const Rate rate = rate_of(cell, path.genuine);
  const std::string fragment = anchor_of(row, path);
  html << "<article id=\"" << fragment << "\" class=\"card\">\n<h4><a href=\"#" << fragment << "\">"
       << label(path.id) << "</a> ";
  if (path.title != path.id) html << label(path.title);
  html << "</h4>\n<p class=\"figure\"><span class=\"" << heat_class(rate) << "\">"
       << percent_text(rate.right, rate.of) << " %</span> " << name_of(reading_of(path)) << ", "
       << count_text(rate.right) << " of " << count_text(rate.of) << " ("
       << interval_text(rate.interval()) << ")</p>\n";
  if (!path.genuine && rate.right < rate.of) {
    html << "<p class=\"warn\">" << counted(rate.of - rate.right, "false accept") << "</p>\n";
  }
  outcomes(html, cell);
  html << tally("Cause", cell.causes, kCauseRows) << tally("Breaking step", cell.steps, kCauseRows)
       << cases(report, cell, row, path, examples) << "</article>\n";
}

// The paths on which nothing broke, so that their cells of the matrix lead somewhere, too.
void clean_paths(Html& html, const View& view, const Row& row) {
  std::vector<std::pair<const PathFacts*, std::uint64_t>> clean;  // with their cases
  std::map<std::uint64_t, std::size_t> sizes;
  for (const Group& group : view.groups()) {
    for (const PathFacts& path : group.paths) {
      const Rate rate = view.rate(row, path);
      if (rate.of == 0 || has_card(view, row, path)) continue;
      clean.emplace_back(&path, rate.of);
      ++sizes[rate.of];
    }
  }
  if (clean.empty()) return;
  // Most paths have as many cases as the others: said once.
  const std::uint64_t usual =
      std::ranges::max_element(sizes, {}, &decltype(sizes)::value_type::second)->first;
  html << "<h4>Nothing broke, in " << counted(usual, "case")
       << " each, on</h4>\n<ul class=\"clean\">\n";
  for (const auto& [path, cases] : clean) {
    html << "<li id=\"" << anchor_of(row, *path) << "\"><b>" << label(path->id) << "</b>";
    if (path->title != path->id) html << " " << label(path->title);
    if (cases != usual) html << " <span class=\"quiet\">" << counted(cases, "case") << "</span>";
    html << "</li>\n";
  }
  html << "</ul>\n";
}

std::size_t card_count(const View& view) {
  std::size_t cards = 0;
  for (const Row& row : view.rows()) {
    for (const Group& group : view.groups()) {
      for (const PathFacts& path : group.paths) cards += has_card(view, row, path) ? 1 : 0;
    }
  }
  return cards;
}

void scheme(Html& html, const Report& report, const View& view, const Row& row,
            std::size_t examples) {
  const auto facts = std::ranges::find(report.schemes, row.scheme, &SchemeFacts::id);
  html << "<section class=\"scheme\" id=\"" << anchor_of(row) << "\">\n<h3>" << row_heading(row);
  if (facts != report.schemes.end() && facts->title != row.scheme) {
    html << "&ensp;<span class=\"quiet\">" << label(facts->title) << "</span>";
  }
  html << "</h3>\n";
  if (facts != report.schemes.end()) {
    html << "<p class=\"note\">Protects " << facts->protects << ".";
    if (row.reconstructed) html << " Partly reconstructed: " << facts->reconstructed;
    html << "</p>\n";
  }
  clean_paths(html, view, row);
  html << "<div class=\"cards\">\n";
  for (const Group& group : view.groups()) {
    for (const PathFacts& path : group.paths) {
      if (has_card(view, row, path)) card(html, report, view, row, path, examples);
    }
  }
  html << "</div>\n" << strata(view, row) << "</section>\n";
}

}  // namespace

Html causes(const Report& report, const View& view) {
  Html html;
  html << "<section id=\"causes\" aria-labelledby=\"causes-h\">\n"
          "<h2 id=\"causes-h\">Where and why they break</h2>\n"
          "<p>The cause is the first difference between what was signed and what arrived; the "
          "breaking step is the first after which the message no longer verifies. In parentheses: "
          "the 95 % interval. An example is the smallest message that shows the cause. "
          "<code>massbench explain</code> shows a case in full, both sides in canonical form; "
          "<code>massbench repro</code> makes it again";
  if (!report.examples.empty()) {
    html << ", as in <code>" << report.examples.front().repro << "</code>";
  }
  html << ".</p>\n" << cause_chart(view) << "<ul class=\"jump\">\n";
  for (const Row& row : view.rows()) html << "<li>" << row_heading(row) << "</li>\n";
  html << "</ul>\n";
  const std::size_t share = kExamplesPerPage / std::max<std::size_t>(card_count(view), 1);
  const std::size_t examples = std::clamp<std::size_t>(share, 1, kExamplesPerCell);
  for (const Row& row : view.rows()) scheme(html, report, view, row, examples);
  return html << case_data(report, view) << "</section>\n";
}

}  // namespace mass::sections
