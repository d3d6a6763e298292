#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "results/report/view.hpp"

namespace mass {

/// Something a reader should know first.
struct Finding {
  double effect = 0;  ///< How large it is, cautiously: 1 is as much as a share can differ. Over 1:
                      ///< a warning.
  std::string text;   ///< One sentence. Printable.
};

/// The most telling facts of a run, the largest effect first. Each is computed by a rule from the
/// counts; effects use the ends of the 95 % intervals that are nearest to each other, so that few
/// cases make no claims. Never empty: if nothing stands out, that is the finding.
[[nodiscard]] std::vector<Finding> findings(const Report& report, const View& view,
                                            std::size_t limit = 5);

}  // namespace mass
