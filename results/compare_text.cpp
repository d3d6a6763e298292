#include <fmt/format.h>

#include "core/base/text.hpp"
#include "results/compare.hpp"
#include "results/compare_words.hpp"
#include "results/labels.hpp"
#include "results/report/columns.hpp"
#include "results/report/numbers.hpp"

namespace mass {
namespace {

// Rows and transitions that a person still reads; json and markdown have more.
constexpr std::size_t kShownCells = 40;
constexpr std::size_t kShownTransitions = 20;
constexpr std::size_t kShownLines = 40;

std::string section(std::string_view title, const std::vector<std::string>& lines,
                    std::size_t width) {
  if (lines.empty()) return {};
  std::string text = fmt::format("\n{}\n", title);
  for (std::size_t i = 0; i < std::min(lines.size(), kShownLines); ++i) {
    text += wrap("  ", lines[i], width);
  }
  if (lines.size() > kShownLines) {
    text += fmt::format("  and {} more\n", count_text(lines.size() - kShownLines));
  }
  return text;
}

std::string transitions_text(const RunComparison& comparison, std::size_t width) {
  const auto ranked = ranked_transitions(comparison);
  if (ranked.empty()) return {};
  std::string text = "\nWhat changed, with the smallest cases\n";
  for (std::size_t i = 0; i < std::min(ranked.size(), kShownTransitions); ++i) {
    const auto& [step, cases] = ranked[i];
    text += wrap("  ",
                 fmt::format("{}: {} ({})", name_of(step.change), transition_text(step),
                             counted(cases->cases, "case")),
                 width);
    for (const ChangedCase& one : cases->smallest) {
      text += wrap(
          "    ",
          fmt::format("{} {} on {}, {}, {}", label(one.scheme), label(one.profile), label(one.path),
                      counted(one.message_octets, "octet"), label(one.origin)),
          width);
      text += "      " + printable(one.repro, 4000) + "\n";
    }
  }
  if (ranked.size() > kShownTransitions) {
    text += fmt::format("  and {} more kinds\n", ranked.size() - kShownTransitions);
  }
  return text;
}

std::string cells_text(const RunComparison& comparison) {
  auto rows = moved_table(comparison);
  if (rows.size() == 1) return {};
  const std::size_t all = rows.size() - 1;
  rows.resize(std::min(rows.size(), kShownCells + 1));
  std::string text = "\nCells that moved\n" + align(rows);
  if (all > kShownCells) text += fmt::format("and {} more\n", count_text(all - kShownCells));
  return text;
}

}  // namespace

std::string compare_text(const RunComparison& comparison, const RunJudgement& judgement,
                         std::size_t width) {
  std::string text = fmt::format("base: {}\nnew:  {}\n{}\n", printable(comparison.base.string()),
                                 printable(comparison.now.string()), cases_line(comparison));
  text +=
      section("The runs are not of the same making (first: base)", comparison.differences, width);
  text += transitions_text(comparison, width);
  text += cells_text(comparison);
  text += section("Passes, % points, by sending domain", domain_lines(comparison), width);
  text += section("Changed verdicts by kind of message, of which one can be several",
                  strata_lines(comparison), width);
  text += section("Counts that changed, over the cases in which they did", count_lines(comparison),
                  width);
  text += section("Facts that changed", fact_lines(comparison), width);
  text += section("Measured", measurement_lines(comparison, judgement), width);
  text += section("Gates", gate_lines(comparison, judgement), width);
  return text + "\n" + result_line(judgement) + "\n";
}

}  // namespace mass
