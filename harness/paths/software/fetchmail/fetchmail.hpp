#pragma once

#include <vector>

#include "harness/paths/transform.hpp"

/// What only fetchmail does the way it does. Source: captures of fetchmail 6.4.37.
namespace mass::transforms {

[[nodiscard]] Transform fetchmail_body_type();
[[nodiscard]] Transform fetchmail_mimedecode();

[[nodiscard]] std::vector<Transform> fetchmail_steps();

}  // namespace mass::transforms
