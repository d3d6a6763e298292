#pragma once

#include <cstddef>
#include <string>

#include "results/report/view.hpp"

namespace mass {

/// Survival over the mixes of a run for a terminal, one row for a scheme and profile; empty if no
/// path has a weight in a mix. The mean hides the paths: it stands beside their table, never alone.
/// Source: metrics sheet section 2, S2.
[[nodiscard]] std::string mixes_text(const View& view, std::size_t width);

/// A JSON array: `[{"mix", "scheme", "profile", "survival_percent", "covered_percent",
/// "least_cases"}]`, numbers with two decimals.
[[nodiscard]] std::string mixes_json(const View& view);

}  // namespace mass
