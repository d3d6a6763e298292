#pragma once

#include <vector>

#include "harness/paths/transform.hpp"

/// What only Sendmail does the way it does. Source: captures of Sendmail 8.17.1.9.
namespace mass::transforms {

[[nodiscard]] Transform sendmail_addresses();
[[nodiscard]] Transform sendmail_header();
[[nodiscard]] Transform sendmail_mime();

[[nodiscard]] std::vector<Transform> sendmail_steps();

}  // namespace mass::transforms
