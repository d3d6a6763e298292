#pragma once

#include <cstdint>
#include <span>

#include "core/base/random.hpp"
#include "results/statistics.hpp"

/// Statistics of two runs of the same cases. Presentation only, like those of statistics.hpp.
namespace mass {

/// The same cases judged twice, by whether they passed.
struct PairedCounts {
  std::uint64_t both = 0;
  std::uint64_t lost = 0;    ///< Passed in the first only.
  std::uint64_t gained = 0;  ///< Passed in the second only.
  std::uint64_t neither = 0;

  [[nodiscard]] std::uint64_t total() const noexcept { return both + lost + gained + neither; }
  bool operator==(const PairedCounts&) const = default;
};

/// A change of a share and its 95 % interval, each in [-1, 1]; positive if more pass in the second.
struct Effect {
  double change = 0;
  double low = -1;
  double high = 1;
};

/// Newcombe's square-and-add interval of a paired difference, from Wilson intervals and the
/// correlation with his continuity correction; all of [-1, 1] without pairs. Source: metrics sheet
/// section 8, 2; Newcombe, Statistics in Medicine 17 (1998) 2635, method 10.
[[nodiscard]] Effect paired_effect(const PairedCounts& counts) noexcept;

/// McNemar's mid-p, two-sided, exact for any counts: small if the cases that changed went one way.
/// 1 if none did. Source: metrics sheet section 8, 2.
[[nodiscard]] double mcnemar_mid_p(std::uint64_t lost, std::uint64_t gained) noexcept;

/// The middle value, the mean of the two middle ones of an even number; 0 without values.
[[nodiscard]] double median_of(std::span<const double> values);

/// A ratio and its 95 % interval.
struct Ratio {
  double value = 1;
  double low = 0;
  double high = 0;
};

/// Ratio of the medians, second to first, with the percentile interval of `resamples` bootstrap
/// resamples of both. The medians must be positive: give positive values. Source: metrics sheet
/// section 8, 8.
[[nodiscard]] Ratio ratio_of_medians(std::span<const double> first, std::span<const double> second,
                                     std::size_t resamples, RandomSource& random);

}  // namespace mass
