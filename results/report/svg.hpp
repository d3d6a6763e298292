#pragma once

#include <string>

#include "results/report/report.hpp"

namespace mass {

/// The matrix alone as an SVG picture that stands on its own, light or dark as its viewer is.
[[nodiscard]] std::string svg_matrix(const Report& report);

}  // namespace mass
