#pragma once

#include <vector>

#include "harness/paths/transform.hpp"

/// What only Exim does the way it does. Source: captures of Exim 4.96.
namespace mass::transforms {

[[nodiscard]] Transform exim_rewrite();
[[nodiscard]] Transform exim_utf8_downgrade();

[[nodiscard]] std::vector<Transform> exim_steps();

}  // namespace mass::transforms
