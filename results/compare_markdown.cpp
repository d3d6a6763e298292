#include <fmt/format.h>

#include "results/compare.hpp"
#include "results/compare_words.hpp"
#include "results/labels.hpp"
#include "results/report/numbers.hpp"
#include "results/report/step_summary.hpp"
#include "results/report/texts.hpp"

namespace mass {
namespace {

void add_list(StepSummary& page, std::string_view title, const std::vector<std::string>& lines) {
  if (lines.empty()) return;
  page.add(fmt::format("\n## {}\n\n", title));
  for (const std::string& line : lines) page.add("* " + markdown_text(line) + "\n");
}

std::string row_text(const std::vector<std::string>& cells) {
  std::string row = "|";
  for (const std::string& cell : cells) row += " " + markdown_text(cell) + " |";
  return row + "\n";
}

void add_cells(StepSummary& page, const RunComparison& comparison) {
  const auto rows = moved_table(comparison);
  if (rows.size() == 1) return;
  page.add("\n## Cells that moved\n\n");
  for (std::size_t i = 0; i < rows.size(); ++i) {
    page.add(row_text(rows[i]));
    if (i != 0) continue;
    std::string rule = "|:--|";
    for (std::size_t column = 1; column < rows[0].size(); ++column) rule += "--:|";
    page.add(rule + "\n");
  }
}

void add_transitions(StepSummary& page, const RunComparison& comparison) {
  const auto ranked = ranked_transitions(comparison);
  if (ranked.empty()) return;
  page.add("\n## What changed, with the smallest cases\n\n");
  for (const auto& [step, cases] : ranked) {
    page.add(fmt::format("* {}: {} ({})\n", name_of(step.change),
                         markdown_text(transition_text(step)), counted(cases->cases, "case")));
    for (const ChangedCase& one : cases->smallest) {
      page.add(fmt::format(
          "  * {}\n",
          markdown_text(fmt::format(
              "{} {} on {}, {}, {}: {}", label(one.scheme), label(one.profile), label(one.path),
              counted(one.message_octets, "octet"), label(one.origin), one.repro))));
    }
  }
}

}  // namespace

std::string compare_markdown(const RunComparison& comparison, const RunJudgement& judgement) {
  StepSummary page("the JSON form");
  page.add(fmt::format("# {} against {}\n\n**{}** {}.\n", markdown_text(comparison.now.string()),
                       markdown_text(comparison.base.string()), result_line(judgement),
                       cases_line(comparison)));
  add_list(page, "Gates", gate_lines(comparison, judgement));
  add_list(page, "The runs are not of the same making (first: base)", comparison.differences);
  add_cells(page, comparison);
  add_transitions(page, comparison);
  add_list(page, "Passes, % points, by sending domain", domain_lines(comparison));
  add_list(page, "Changed verdicts by kind of message, of which one can be several",
           strata_lines(comparison));
  add_list(page, "Counts that changed, over the cases in which they did", count_lines(comparison));
  add_list(page, "Facts that changed", fact_lines(comparison));
  add_list(page, "Measured", measurement_lines(comparison, judgement));
  return std::move(page).take();
}

}  // namespace mass
