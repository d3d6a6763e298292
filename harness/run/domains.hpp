#pragma once

#include <string>
#include <vector>

#include "harness/run/scenario.hpp"

namespace mass {

/// Every domain for which a run of the plan holds keys: those of its messages and those for which
/// hosts of its paths sign. Sorted, once each. Domains that are no DNS name (address literals,
/// names in other alphabets) are among them.
[[nodiscard]] Result<std::vector<std::string>> signing_domains(const Plan& plan);

}  // namespace mass
