#include "results/statistics.hpp"

#include <algorithm>
#include <cmath>

namespace mass {

Interval wilson(std::uint64_t successes, std::uint64_t trials) noexcept {
  if (trials == 0) return {};
  constexpr double z = 1.95996;
  const auto n = static_cast<double>(trials);
  const double p = static_cast<double>(successes) / n;
  const double scale = 1 + z * z / n;
  const double center = (p + z * z / (2 * n)) / scale;
  const double half = z * std::sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / scale;
  // At the edges the formula gives 0 and 1 but for rounding.
  const double low = successes == 0 ? 0 : std::max(0.0, center - half);
  const double high = successes == trials ? 1 : std::min(1.0, center + half);
  return {low, high};
}

double upper_bound_of_none(std::uint64_t trials) noexcept {
  if (trials == 0) return 1;
  return 1 - std::pow(0.05, 1 / static_cast<double>(trials));
}

std::optional<std::int64_t> quantile(const Histogram& histogram, std::uint64_t percent) noexcept {
  if (histogram.empty()) return std::nullopt;
  std::uint64_t cases = 0;
  for (const auto& [value, count] : histogram) cases += count;
  // ceil(cases * percent / 100) without overflow
  const std::uint64_t share = std::min<std::uint64_t>(percent, 100);
  const std::uint64_t rank = cases / 100 * share + (cases % 100 * share + 99) / 100;
  std::uint64_t seen = 0;
  for (const auto& [value, count] : histogram) {
    seen += count;
    if (seen >= std::max<std::uint64_t>(rank, 1)) return value;
  }
  return histogram.rbegin()->first;
}

std::optional<std::int64_t> median(const Histogram& histogram) noexcept {
  return quantile(histogram, 50);
}

}  // namespace mass
