#pragma once

#include <filesystem>

#include "core/base/error.hpp"
#include "results/summary.hpp"

namespace mass {

/// The summary of all cases of a store that nobody writes to. Processors share the reading. Errors:
/// those of `CaseStore::open`, a store that is damaged.
[[nodiscard]] Result<Summary> sum_cases(const std::filesystem::path& file);

}  // namespace mass
