#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "results/compare.hpp"
#include "results/compare_words.hpp"
#include "results/report/annotations.hpp"
#include "results/report/numbers.hpp"

namespace mass {
namespace {

// Lost verdicts before other changes, as they are counted; then by number of cases.
std::vector<CompareFinding> failed_worst_first(const RunJudgement& judgement) {
  std::vector<CompareFinding> failed;
  for (const CompareFinding& one : judgement.findings) {
    if (!one.passes) failed.push_back(one);
  }
  std::ranges::stable_sort(failed, std::greater{}, &CompareFinding::cases);
  std::ranges::stable_sort(failed, {}, &CompareFinding::change);
  return failed;
}

}  // namespace

std::string compare_annotations(const RunComparison& comparison, const RunJudgement& judgement) {
  std::vector<Annotation> errors;
  std::vector<Annotation> warnings;
  if (!judgement.facts_pass) {
    errors.push_back({"facts of the corpora changed",
                      fmt::format("{}", fmt::join(fact_lines(comparison), "; "))});
  }
  for (const CompareFinding& one : failed_worst_first(judgement)) {
    errors.push_back({fmt::format("{} {} on {}", one.scheme, one.profile, one.path),
                      fmt::format("{}: {} of {}", name_of(one.change), one.cases,
                                  counted(one.compared, "compared case"))});
  }
  for (const TimeFinding& one : judgement.slower) {
    (one.fails ? errors : warnings)
        .push_back({"slower", fmt::format("{}: {:.2f} times the base ({:.2f} to {:.2f})", one.name,
                                          one.ratio.value, one.ratio.low, one.ratio.high)});
  }
  return workflow_commands("error", errors) + workflow_commands("warning", warnings) +
         workflow_commands("notice",
                           {{"compare", result_line(judgement) + " " + cases_line(comparison)}});
}

}  // namespace mass
