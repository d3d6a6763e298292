#pragma once

#include <string>
#include <vector>

#include "results/compare.hpp"

/// The sentences and table cells that all texts of a comparison share. Printable.
namespace mass {

/// `dkim std on P18`
[[nodiscard]] std::string cell_name(const PairedCell& cell);

/// `pass to fail body_changed`, `fail body_changed, another offset`, `octets_added`
[[nodiscard]] std::string transition_text(const Transition& step);

/// Heads and rows of the table of cells that moved, those with most changed verdicts first.
[[nodiscard]] std::vector<std::vector<std::string>> moved_table(const RunComparison& comparison);

/// `dkim std on P18: -2.0 [-3.4, -0.7] over 120 domains, design effect 1.6`
[[nodiscard]] std::vector<std::string> domain_lines(const RunComparison& comparison);

/// `dkim std on P05: plain8 12, trailws 3`: cases with another verdict.
[[nodiscard]] std::vector<std::string> strata_lines(const RunComparison& comparison);

/// `dkim std on P18: octets_added 12 000 to 12 400 in 30 cases`
[[nodiscard]] std::vector<std::string> count_lines(const RunComparison& comparison);
[[nodiscard]] std::vector<std::string> fact_lines(const RunComparison& comparison);
[[nodiscard]] std::vector<std::string> measurement_lines(const RunComparison& comparison,
                                                         const RunJudgement& judgement);

/// How many findings each gate let pass or stopped, and cases that only one run has.
[[nodiscard]] std::vector<std::string> gate_lines(const RunComparison& comparison,
                                                  const RunJudgement& judgement);

/// Transitions, those of the verdict first, then by number of cases.
[[nodiscard]] std::vector<std::pair<Transition, const TransitionCases*>> ranked_transitions(
    const RunComparison& comparison);

/// The last line: whether the gates hold.
[[nodiscard]] std::string result_line(const RunJudgement& judgement);

/// `600 000 cases compared; 12 only in the base, 0 only in the new run`
[[nodiscard]] std::string cases_line(const RunComparison& comparison);

}  // namespace mass
