#pragma once

#include <string>
#include <vector>

#include "core/scheme/registry.hpp"
#include "harness/check/vectors.hpp"

namespace mass {

/// A case whose answer is not the expected one.
struct ConformanceFinding {
  std::string id;
  std::string expected;
  std::string got;
  std::string why;
};

/// What came of one vector directory.
struct ConformanceReport {
  std::string scheme;
  std::string folder;
  std::size_t total = 0;
  std::size_t passed = 0;
  std::size_t skipped = 0;
  std::size_t reconstructed = 0;                ///< Cases whose basis is our own reconstruction.
  std::vector<ConformanceFinding> failed;       ///< Verdict not in `accept`, or output not equal.
  std::vector<ConformanceFinding> differences;  ///< Verdict right; state, identity or detail not.
  std::vector<ConformanceFinding> skips;
};

/// Runs every case of a vector directory against `scheme`: the one the vectors are of, or one of
/// its family. A scheme that is not registered makes all its cases skipped; so do what one of the
/// family leaves to another and settings it does not have. Errors: files of the directory that
/// cannot be read.
[[nodiscard]] Result<ConformanceReport> run_vectors(const VectorSet& set, const std::string& scheme,
                                                    const Registry& registry, const Crypto& crypto);

}  // namespace mass
