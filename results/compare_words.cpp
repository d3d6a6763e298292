#include "results/compare_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "core/base/text.hpp"
#include "results/labels.hpp"
#include "results/report/numbers.hpp"

namespace mass {
namespace {

std::uint64_t changed_verdicts(const std::array<std::uint64_t, kChangeCount>& changes) {
  const auto of = [&changes](Change change) { return changes[static_cast<std::size_t>(change)]; };
  return of(Change::lost) + of(Change::gained) + of(Change::other);
}

// A change of a share in percentage points with its interval, and the p-value that never stands
// alone.
std::pair<std::string, std::string> effect_texts(const ComparedCell& cell) {
  if (cell.pairs.judged.lost + cell.pairs.judged.gained == 0) return {"·", "·"};
  const Effect& effect = cell.effect;
  return {fmt::format("{:+.1f} [{:+.1f}, {:+.1f}]", 100 * effect.change, 100 * effect.low,
                      100 * effect.high),
          cell.mid_p < 0.0001 ? "<0.0001" : fmt::format("{:.4f}", cell.mid_p)};
}

}  // namespace

std::string cell_name(const PairedCell& cell) {
  return fmt::format("{} {} on {}", label(cell.scheme), label(cell.profile), label(cell.path));
}

std::string transition_text(const Transition& step) {
  if (step.what.empty()) return step.from + " to " + step.to;
  return step.from.empty() ? step.what : fmt::format("{}, another {}", step.from, step.what);
}

std::vector<std::vector<std::string>> moved_table(const RunComparison& comparison) {
  std::vector<const ComparedCell*> cells;
  for (const ComparedCell& cell : comparison.cells) cells.push_back(&cell);
  std::ranges::stable_sort(cells, std::ranges::greater(), [](const ComparedCell* cell) {
    return changed_verdicts(cell->changes);
  });
  std::vector<std::vector<std::string>> rows{{"cell", "compared"}};
  for (std::size_t i = 0; i < kChangeCount; ++i) {
    rows[0].emplace_back(name_of(static_cast<Change>(i)));
  }
  rows[0].insert(rows[0].end(), {"passes, % points [95 %]", "mid-p"});
  for (const ComparedCell* cell : cells) {
    std::vector<std::string> row{cell_name(cell->pairs), count_text(cell->pairs.compared)};
    for (const std::uint64_t cases : cell->changes) {
      row.push_back(cases == 0 ? "·" : count_text(cases));
    }
    auto [effect, mid_p] = effect_texts(*cell);
    row.push_back(std::move(effect));
    row.push_back(std::move(mid_p));
    rows.push_back(std::move(row));
  }
  return rows;
}

std::vector<std::string> domain_lines(const RunComparison& comparison) {
  std::vector<std::string> lines;
  for (const ComparedCell& cell : comparison.cells) {
    if (!cell.clustered) continue;
    const ClusteredEffect& effect = *cell.clustered;
    lines.push_back(fmt::format("{}: {:+.1f} [{:+.1f}, {:+.1f}] over {}, design effect {:.1f}",
                                cell_name(cell.pairs), 100 * cell.effect.change, 100 * effect.low,
                                100 * effect.high, counted(effect.clusters, "domain"),
                                effect.design_effect));
  }
  return lines;
}

std::vector<std::string> strata_lines(const RunComparison& comparison) {
  std::vector<std::string> lines;
  for (const ComparedCell& cell : comparison.cells) {
    std::string kinds;
    for (const auto& [stratum, changes] : cell.strata) {
      const std::uint64_t cases = changed_verdicts(changes);
      if (cases == 0) continue;
      kinds += fmt::format("{}{} {}", kinds.empty() ? "" : ", ", stratum, count_text(cases));
    }
    if (!kinds.empty()) lines.push_back(fmt::format("{}: {}", cell_name(cell.pairs), kinds));
  }
  return lines;
}

std::vector<std::string> count_lines(const RunComparison& comparison) {
  std::vector<std::string> lines;
  for (const ComparedCell& cell : comparison.cells) {
    // Where verdicts changed, other counts are to be expected.
    if (cell.changes[static_cast<std::size_t>(Change::count)] == 0) continue;
    for (const auto& [name, count] : cell.counts) {
      lines.push_back(fmt::format("{}: {} {} to {} in {}", cell_name(cell.pairs), name,
                                  count_text(count.base), count_text(count.now),
                                  counted(count.cases, "case")));
    }
  }
  return lines;
}

std::vector<std::string> fact_lines(const RunComparison& comparison) {
  std::vector<std::string> lines;
  for (const FactChange& one : comparison.facts) {
    lines.push_back(fmt::format("corpora: {} {} to {}", label(one.fact), count_text(one.base),
                                count_text(one.now)));
  }
  return lines;
}

std::vector<std::string> measurement_lines(const RunComparison& comparison,
                                           const RunJudgement& judgement) {
  std::vector<std::string> lines;
  for (const Measurement& one : comparison.measurements) {
    std::string line = fmt::format("{}: median {:.2f} to {:.2f}", label(one.name), one.base_median,
                                   one.new_median);
    if (!one.ratio) {
      lines.push_back(fmt::format("{}; fewer than {} rounds ({} and {}) say nothing of a ratio",
                                  line, kFewestRounds, one.base_rounds, one.new_rounds));
      continue;
    }
    line += fmt::format(", ratio {:.3f} (95 %: {:.3f} to {:.3f})", one.ratio->value, one.ratio->low,
                        one.ratio->high);
    const auto slow = std::ranges::find(judgement.slower, one.name, &TimeFinding::name);
    if (slow != judgement.slower.end()) line += slow->fails ? ": TOO SLOW" : ": warning, slower";
    lines.push_back(std::move(line));
  }
  return lines;
}

std::vector<std::string> gate_lines(const RunComparison& comparison,
                                    const RunJudgement& judgement) {
  struct Tally {
    std::uint64_t cells = 0;
    std::uint64_t cases = 0;
  };
  std::map<std::tuple<bool, std::string, Change>, Tally> tallies;
  for (const CompareFinding& one : judgement.findings) {
    Tally& tally = tallies[{one.passes, one.gate, one.change}];
    ++tally.cells;
    tally.cases += one.cases;
  }
  std::vector<std::string> lines;
  for (const auto& [key, tally] : tallies) {
    const auto& [passes, gate, change] = key;
    lines.push_back(
        fmt::format("{}: {} in {}, {} ({})", passes ? "let pass" : "FAILED", name_of(change),
                    counted(tally.cells, "cell"), counted(tally.cases, "case"),
                    gate.empty() ? std::string("nothing may change") : "gate " + printable(gate)));
  }
  if (!judgement.facts_pass) {
    lines.push_back(
        fmt::format("FAILED: {} of the corpora changed", counted(comparison.facts.size(), "fact")));
  }
  for (const TimeFinding& one : judgement.slower) {
    if (one.fails) lines.push_back(fmt::format("FAILED: {} is slower", label(one.name)));
  }
  return lines;
}

std::vector<std::pair<Transition, const TransitionCases*>> ranked_transitions(
    const RunComparison& comparison) {
  std::vector<std::pair<Transition, const TransitionCases*>> ranked;
  for (const auto& [step, cases] : comparison.transitions) ranked.emplace_back(step, &cases);
  std::ranges::stable_sort(ranked, [](const auto& one, const auto& other) {
    return std::pair(one.first.change, other.second->cases) <
           std::pair(other.first.change, one.second->cases);
  });
  return ranked;
}

std::string result_line(const RunJudgement& judgement) {
  if (!judgement.passes()) return "The gates fail.";
  return judgement.findings.empty() ? "Nothing changed." : "The gates hold.";
}

std::string cases_line(const RunComparison& comparison) {
  return fmt::format("{} compared; {} only in the base, {} only in the new run",
                     counted(comparison.compared, "case"), count_text(comparison.only_base),
                     count_text(comparison.only_new));
}

}  // namespace mass
