#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace mass {

/// What a run took, from the `measured` half of its summary.
struct Measured {
  std::map<std::string, double> totals;
  /// What was measured again and again, by name: one value for each round.
  std::map<std::string, std::vector<double>> rounds;
};

/// Reads that half. Numbers and rounds are taken, anything else in it is left out.
[[nodiscard]] Measured parse_measured(std::string_view json);

}  // namespace mass
