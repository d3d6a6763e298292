#pragma once

#include <string>
#include <vector>

#include "core/base/error.hpp"
#include "results/store.hpp"
#include "results/stored_run.hpp"
#include "results/summary.hpp"

namespace mass {

/// Run folders that somebody says are the parts of one run, looked through. What is wrong stands in
/// words that name the folder, one entry each.
struct RunParts {
  std::vector<StoredRun> shards;         ///< One of each, in their order.
  std::vector<std::string> foreign;      ///< Of another run than the first part, or no part.
  std::vector<std::string> conflicting;  ///< Doubled, and not with the same results.
  std::vector<std::string> missing;      ///< Not given, or broken off.
  std::vector<std::string> doubled;      ///< Given twice with the same results: no harm.
};

/// Sorts out what belongs together; the first run decides what that is. Errors: a store that cannot
/// be read.
[[nodiscard]] Result<RunParts> sort_parts(std::vector<StoredRun> runs);

/// Puts the cases of all parts into a store, a transaction for each, and folds them to the summary
/// that one run of the whole would have given: cases from the store, facts from the parts. Leaves
/// the store finished.
[[nodiscard]] Result<Summary> merge_parts(const std::vector<StoredRun>& parts, CaseStore& into);

/// The manifest of the whole: that of a part without its shard. Machine and moments are for the
/// caller to set.
[[nodiscard]] Manifest whole_of(const StoredRun& part);

}  // namespace mass
