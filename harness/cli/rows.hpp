#pragma once

#include <string>
#include <vector>

#include "harness/cli/cli.hpp"
#include "harness/run/scenario.hpp"

namespace mass::cli {

/// The rows that `--scheme` words mean: `domainkeys` its standard ones, `domainkeys/strict` one
/// profile, `all` every scheme with its first one; globs work in both parts. Errc::config names
/// what is unknown and the nearest known name.
[[nodiscard]] Result<std::vector<SchemeChoice>> named_schemes(
    const Tools& tools, const std::vector<std::string>& patterns);

}  // namespace mass::cli
