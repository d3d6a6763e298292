#pragma once

#include <vector>

#include "harness/paths/transform.hpp"

/// What only Postfix does the way it does. Source: captures of Postfix 3.7.11.
namespace mass::transforms {

[[nodiscard]] Transform postfix_downgrade();
[[nodiscard]] Transform postfix_header_checks();
[[nodiscard]] Transform postfix_rewrite();

[[nodiscard]] std::vector<Transform> postfix_steps();

}  // namespace mass::transforms
