#pragma once

#include <vector>

#include "harness/paths/transform.hpp"

/// What only Courier does the way it does. Source: captures of Courier 1.0.16, and what the
/// installed program made of further messages.
namespace mass::transforms {

[[nodiscard]] Transform courier_header();
[[nodiscard]] Transform courier_mime();

[[nodiscard]] std::vector<Transform> courier_steps();

}  // namespace mass::transforms
