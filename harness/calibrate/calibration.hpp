#pragma once

#include <functional>
#include <string>
#include <vector>

#include "harness/calibrate/agreement.hpp"
#include "harness/calibrate/compare.hpp"

namespace mass {

/// A pair that the path does not reproduce, or after which a verdict is another one.
struct CalibrationDifference {
  std::string pair;
  std::string about;
  std::vector<std::string> lines;     ///< What differs, as PairResult tells it.
  std::vector<std::string> verdicts;  ///< Rows that disagree.
};

/// How well one path explains one configuration.
struct CalibrationResult {
  std::string system;
  std::string config;
  std::string path;  ///< Id of the path that was compared; empty if there was none.
  std::size_t pairs = 0;
  std::size_t exact = 0;   ///< Equal once volatile values are masked.
  std::size_t masked = 0;  ///< Of these, how many needed the masks.
  std::size_t agree = 0;   ///< Every verdict is the same.
  std::vector<CalibrationDifference> differences;
  std::vector<std::string>
      problems;  ///< Pairs that could not be read, and why nothing was compared.
};

/// Compares every pair of a set. `agreement` is asked where a pair is not exact: of equal messages
/// verdicts are equal.
[[nodiscard]] CalibrationResult calibrate(const CaptureSet& set, const Comparison& comparison,
                                          Agreement& agreement);

}  // namespace mass
