#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "harness/cli/cli.hpp"
#include "results/progress.hpp"

namespace mass::cli {

/// Progress of `what`, on the standard error of a terminal. `total` is nothing when it is not known
/// beforehand. The console must outlive it.
[[nodiscard]] Progress progress_line(const Console& console, std::string what,
                                     std::optional<std::uint64_t> total = std::nullopt);

}  // namespace mass::cli
