#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/message/transit.hpp"

namespace mass {

/// What must be true of a message at a step for the step to act: the `when` of a path file.
struct Condition {
  std::string_view name;  ///< `single_text`
  std::string_view text;  ///< What it asks, one sentence.
  bool (*holds)(const Transit& transit);
};

/// `always` first, then by name.
[[nodiscard]] std::span<const Condition> all_conditions();

/// Null if unknown.
[[nodiscard]] const Condition* find_condition(std::string_view name);

[[nodiscard]] std::vector<std::string> condition_names();

}  // namespace mass
