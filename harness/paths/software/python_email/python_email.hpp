#pragma once

#include <vector>

#include "harness/paths/transform.hpp"

/// Steps of software that keeps messages in Python's email package, Mailman 3 above all. Source:
/// Python 3.11.
namespace mass::transforms {

[[nodiscard]] Transform python_reserialise();

[[nodiscard]] std::vector<Transform> python_email_steps();

}  // namespace mass::transforms
