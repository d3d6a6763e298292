#pragma once

#include <string>

#include "harness/run/scenario.hpp"

namespace mass {

/// Which messages of a corpus a plan takes: those of its sample, and of one id if it wants only
/// that. A sample is the messages whose ids hash lowest: the same ones in any order of reading.
class Sample {
 public:
  /// Reads the corpus once if the plan draws from it.
  [[nodiscard]] static Result<Sample> draw(const Plan& plan, const CorpusChoice& choice);

  [[nodiscard]] bool takes(const CorpusMessage& message) const;

 private:
  std::string seed_;
  std::string only_;
  std::string threshold_;  // The highest hash drawn; empty: all are.
};

}  // namespace mass
