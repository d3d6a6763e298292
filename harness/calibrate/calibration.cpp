#include "harness/calibrate/calibration.hpp"

namespace mass {

CalibrationResult calibrate(const CaptureSet& set, const Comparison& comparison,
                            Agreement& agreement) {
  CalibrationResult result{.system = set.system,
                           .config = set.config,
                           .path = comparison.path.id,
                           .pairs = set.pairs.size(),
                           .problems = set.problems};
  for (const CapturedPair& pair : set.pairs) {
    PairResult one = compare_pair(set, pair, comparison);
    if (one.exact) {
      ++result.exact;
      ++result.agree;
      if (one.masked) ++result.masked;
      continue;
    }
    CalibrationDifference difference{pair.id, pair.about, std::move(one.differences),
                                     agreement.disagreements(pair, one.simulated)};
    if (difference.verdicts.empty()) ++result.agree;
    result.differences.push_back(std::move(difference));
  }
  return result;
}

}  // namespace mass
