#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/message/transit.hpp"

namespace mass {

/// What must be true of a message at a step for the step to act. The `when` of a path file is one
/// or more of these names joined by ` and `, each with `not ` in front if it must not hold;
/// `field NAME` holds for a message with a field of that name, `Resent-*` for one whose name starts
/// so: `has_8bit and not field MIME-Version`.
struct Condition {
  std::string_view name;  ///< `single_text`
  std::string_view text;  ///< What it asks, one sentence.
  bool (*holds)(const Transit& transit);
};

/// `always` first, then by name.
[[nodiscard]] std::span<const Condition> all_conditions();

/// The part of a `when` that is no condition; empty if there is none.
[[nodiscard]] std::string_view unknown_condition(std::string_view when);

/// Unknown parts hold never.
[[nodiscard]] bool holds(std::string_view when, const Transit& transit);

[[nodiscard]] std::vector<std::string> condition_names();

}  // namespace mass
