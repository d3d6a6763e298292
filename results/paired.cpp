#include "results/paired.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

namespace mass {
namespace {

// The correlation of the two outcomes, drawn towards 0.
double corrected_correlation(const PairedCounts& counts) noexcept {
  const auto both = static_cast<double>(counts.both);
  const auto lost = static_cast<double>(counts.lost);
  const auto gained = static_cast<double>(counts.gained);
  const auto neither = static_cast<double>(counts.neither);
  const double margins = (both + lost) * (gained + neither) * (both + gained) * (lost + neither);
  if (margins <= 0) return 0;
  double product = both * neither - lost * gained;
  if (product > 0) {
    product = std::max(0.0, product - static_cast<double>(counts.total()) / 2);
  }
  return product / std::sqrt(margins);
}

// Two distances that are not independent, added as the sides of a triangle.
double add_squares(double one, double other, double correlation) noexcept {
  return std::sqrt(std::max(0.0, one * one - 2 * correlation * one * other + other * other));
}

// lgamma also writes a global; this form does not.
double log_factorial(std::uint64_t n) noexcept {
  int sign = 0;
  return ::lgamma_r(static_cast<double>(n) + 1, &sign);
}

double percentile(const std::vector<double>& sorted, double share) {
  return sorted[static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1))];
}

double variance_of(const std::vector<double>& values) {
  const auto n = static_cast<double>(values.size());
  const double mean = std::accumulate(values.begin(), values.end(), 0.0) / n;
  double sum = 0;
  for (const double value : values) sum += (value - mean) * (value - mean);
  return sum / n;
}

// As many values drawn as there are, each put back.
double resampled_median(std::span<const double> values, std::vector<double>& room,
                        RandomSource& random) {
  room.clear();
  for (std::size_t i = 0; i < values.size(); ++i) {
    room.push_back(values[static_cast<std::size_t>(random.below(values.size()))]);
  }
  return median_of(room);
}

}  // namespace

Effect paired_effect(const PairedCounts& counts) noexcept {
  const std::uint64_t n = counts.total();
  if (n == 0) return {};
  const std::uint64_t first = counts.both + counts.lost;
  const std::uint64_t second = counts.both + counts.gained;
  const double p1 = static_cast<double>(first) / static_cast<double>(n);
  const double p2 = static_cast<double>(second) / static_cast<double>(n);
  const Interval one = wilson(first, n);
  const Interval two = wilson(second, n);
  const double correlation = corrected_correlation(counts);
  const double change = p2 - p1;
  const double below = add_squares(one.high - p1, p2 - two.low, correlation);
  const double above = add_squares(p1 - one.low, two.high - p2, correlation);
  return {change, std::max(-1.0, change - below), std::min(1.0, change + above)};
}

PairedCounts& PairedCounts::operator+=(const PairedCounts& other) noexcept {
  both += other.both;
  lost += other.lost;
  gained += other.gained;
  neither += other.neither;
  return *this;
}

ClusterBootstrap::ClusterBootstrap(std::size_t clusters, std::size_t resamples,
                                   RandomSource& random)
    : clusters_(clusters), drawn_(clusters * resamples) {
  for (std::size_t start = 0; start < drawn_.size(); start += clusters) {
    for (std::size_t i = 0; i < clusters; ++i) {
      std::uint16_t& times = drawn_[start + static_cast<std::size_t>(random.below(clusters))];
      if (times < std::numeric_limits<std::uint16_t>::max()) ++times;
    }
  }
}

std::optional<ClusteredEffect> ClusterBootstrap::effect(
    std::span<const PairedCounts> counts) const {
  PairedCounts all;
  ClusteredEffect result;
  std::vector<double> cases;
  std::vector<double> gains;  // less losses
  for (const PairedCounts& one : counts) {
    all += one;
    if (one.total() != 0) ++result.clusters;
    cases.push_back(static_cast<double>(one.total()));
    gains.push_back(static_cast<double>(one.gained) - static_cast<double>(one.lost));
  }
  if (result.clusters < 2) return std::nullopt;
  std::vector<double> changes;
  for (std::size_t start = 0; start < drawn_.size(); start += clusters_) {
    double n = 0;
    double net = 0;
    for (std::size_t i = 0; i < clusters_; ++i) {
      n += drawn_[start + i] * cases[i];
      net += drawn_[start + i] * gains[i];
    }
    if (n > 0) changes.push_back(net / n);
  }
  if (changes.empty()) return std::nullopt;
  std::ranges::sort(changes);
  result.low = percentile(changes, 0.025);
  result.high = percentile(changes, 0.975);
  const auto n = static_cast<double>(all.total());
  const double change = (static_cast<double>(all.gained) - static_cast<double>(all.lost)) / n;
  const double single = (static_cast<double>(all.gained + all.lost) / n - change * change) / n;
  if (single > 0) result.design_effect = variance_of(changes) / single;
  return result;
}

double mcnemar_mid_p(std::uint64_t lost, std::uint64_t gained) noexcept {
  const std::uint64_t n = lost + gained;
  const std::uint64_t fewer = std::min(lost, gained);
  // Half of the probability of what was seen, and all of what is further out, on both sides.
  double sum = 0;
  for (std::uint64_t k = 0; k <= fewer; ++k) {
    const double chance = std::exp(log_factorial(n) - log_factorial(k) - log_factorial(n - k) -
                                   static_cast<double>(n) * std::log(2.0));
    sum += k == fewer ? chance / 2 : chance;
  }
  return std::min(1.0, 2 * sum);
}

double median_of(std::span<const double> values) {
  if (values.empty()) return 0;
  std::vector<double> sorted(values.begin(), values.end());
  std::ranges::sort(sorted);
  const std::size_t middle = sorted.size() / 2;
  return sorted.size() % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

Ratio ratio_of_medians(std::span<const double> first, std::span<const double> second,
                       std::size_t resamples, RandomSource& random) {
  std::vector<double> ratios;
  std::vector<double> room;
  for (std::size_t i = 0; i < resamples; ++i) {
    const double one = resampled_median(first, room, random);
    ratios.push_back(resampled_median(second, room, random) / one);
  }
  const double value = median_of(second) / median_of(first);
  if (ratios.empty()) return {value, value, value};
  std::ranges::sort(ratios);
  return {value, percentile(ratios, 0.025), percentile(ratios, 0.975)};
}

}  // namespace mass
