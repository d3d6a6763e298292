#pragma once

#include <nlohmann/json.hpp>

#include "results/facts.hpp"

namespace mass {

/// The member `facts` of a manifest. Described in docs/results.md.
[[nodiscard]] nlohmann::json to_value(const RunFacts& facts);

/// Reads it. Throws what nlohmann::json throws when a member is missing or of another type.
[[nodiscard]] RunFacts run_facts(const nlohmann::json& value);

}  // namespace mass
