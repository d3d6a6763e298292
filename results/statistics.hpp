#pragma once

#include <cstdint>
#include <optional>

#include "results/summary.hpp"

/// Statistics for presentation. Their floating-point results never enter the deterministic half of
/// a summary.
namespace mass {

/// A 95 % confidence interval of a share, both ends in [0, 1].
struct Interval {
  double low = 0;
  double high = 1;
};

/// Wilson score interval of `successes` in `trials`; all of [0, 1] without trials. Source: metrics
/// sheet section 2.
[[nodiscard]] Interval wilson(std::uint64_t successes, std::uint64_t trials) noexcept;

/// Exact 95 % upper bound of a share of which no case was seen in `trials`: 1 - 0.05^(1/n); 1
/// without trials. Source: metrics sheet section 2.
[[nodiscard]] double upper_bound_of_none(std::uint64_t trials) noexcept;

/// The smallest value that at least `percent` of the cases do not exceed (nearest rank), exact in
/// whole numbers; nothing if there are no cases. `percent` is from 0 to 100.
[[nodiscard]] std::optional<std::int64_t> quantile(const Histogram& histogram,
                                                   std::uint64_t percent) noexcept;

/// The smallest value that at least half of the cases do not exceed.
[[nodiscard]] std::optional<std::int64_t> median(const Histogram& histogram) noexcept;

}  // namespace mass
