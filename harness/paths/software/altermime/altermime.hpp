#pragma once

#include <vector>

#include "harness/paths/transform.hpp"

/// What only altermime does the way it does. Source: captures of altermime 0.3.10.
namespace mass::transforms {

[[nodiscard]] Transform altermime_disclaimer();
[[nodiscard]] Transform altermime_headers();

[[nodiscard]] std::vector<Transform> altermime_steps();

}  // namespace mass::transforms
