#include <fmt/format.h>

#include "results/compare.hpp"
#include "results/compare_words.hpp"
#include "results/labels.hpp"
#include "results/report/numbers.hpp"
#include "results/report/texts.hpp"

namespace mass {
namespace {

// A step summary of a CI holds 1 MiB.
constexpr std::size_t kMostOctets = 900 * 1024;
constexpr std::string_view kCut = "\nCut here: the rest is in the JSON form.\n";

// Adds a piece as long as the whole stays within its bound; then says once that it is cut.
class Page {
 public:
  bool add(std::string_view piece) {
    if (is_full_) return false;
    is_full_ = text_.size() + piece.size() + kCut.size() > kMostOctets;
    text_ += is_full_ ? kCut : piece;
    return !is_full_;
  }
  void add_list(std::string_view title, const std::vector<std::string>& lines) {
    if (lines.empty()) return;
    add(fmt::format("\n## {}\n\n", title));
    for (const std::string& line : lines) add("* " + markdown_text(line) + "\n");
  }
  [[nodiscard]] std::string take() && { return std::move(text_); }

 private:
  std::string text_;
  bool is_full_ = false;
};

std::string row_text(const std::vector<std::string>& cells) {
  std::string row = "|";
  for (const std::string& cell : cells) row += " " + markdown_text(cell) + " |";
  return row + "\n";
}

void add_cells(Page& page, const RunComparison& comparison) {
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

void add_transitions(Page& page, const RunComparison& comparison) {
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
  Page page;
  page.add(fmt::format("# {} against {}\n\n**{}** {}.\n", markdown_text(comparison.now.string()),
                       markdown_text(comparison.base.string()), result_line(judgement),
                       cases_line(comparison)));
  page.add_list("Gates", gate_lines(comparison, judgement));
  page.add_list("The runs are not of the same making (first: base)", comparison.differences);
  add_cells(page, comparison);
  add_transitions(page, comparison);
  page.add_list("Counts that changed, over the cases in which they did", count_lines(comparison));
  page.add_list("Facts that changed", fact_lines(comparison));
  page.add_list("Measured", measurement_lines(comparison, judgement));
  return std::move(page).take();
}

}  // namespace mass
