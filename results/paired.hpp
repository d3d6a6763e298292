#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

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
  PairedCounts& operator+=(const PairedCounts& other) noexcept;
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

/// The interval of a change when whole clusters are drawn, not single cases.
struct ClusteredEffect {
  std::uint64_t clusters = 0;  ///< With at least one case.
  double low = -1;
  double high = 1;
  double design_effect = 1;  ///< Variance over clusters by the variance of cases on their own.
};

/// Cluster bootstrap of paired differences: the messages of one sending domain are alike, and are
/// drawn together or not at all. One set of draws serves many cells over the same clusters. Source:
/// metrics sheet section 8, 4.
class ClusterBootstrap {
 public:
  ClusterBootstrap(std::size_t clusters, std::size_t resamples, RandomSource& random);

  /// `counts` has an entry for each cluster. Nothing if fewer than two of them have cases.
  [[nodiscard]] std::optional<ClusteredEffect> effect(std::span<const PairedCounts> counts) const;

 private:
  std::size_t clusters_;
  std::vector<std::uint16_t> drawn_;  // how often, for each resample and cluster
};

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
