#pragma once

#include <vector>

#include "harness/paths/transform.hpp"

/// What only SpamAssassin does the way it does. Source: captures of version 4.0.1 with the rules
/// that come with it, local tests only, without Bayes.
namespace mass::transforms {

[[nodiscard]] Transform spamassassin_markup();

[[nodiscard]] std::vector<Transform> spamassassin_steps();

}  // namespace mass::transforms
