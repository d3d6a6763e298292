#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "core/base/error.hpp"
#include "harness/paths/transform.hpp"

namespace mass {

/// Reads transforms that are names for others with fixed settings, from JSON text with comments,
/// schema `mass-transforms-1`:
///
///     {
///       "schema": "mass-transforms-1",
///       "transforms": [{
///         "id": "T62", "name": "rcptexpand", "text": "What it does.", "models": "Who does it.",
///         "benign": true,                     // the standard
///         "when": "has_sender",               // a Condition on what comes in; the standard:
///         always "steps": [
///           {"apply": "set_recipients", "with": {"to": ["a@b.example"]}, "open": {"targets":
///           "to"}}
///         ]
///       }]
///     }
///
/// The steps run one after the other, as in a path. `open` makes a setting of a step one of the
/// composition, under the name on the left; one name may set several steps. The value in `with`, or
/// the step's own, is the standard one; what is not open is fixed.
/// `known`: what may be applied, beside the compositions that stand earlier in the text, so that
/// there are no circles.
/// Errors (Errc::config): every mistake with file, line and column.
[[nodiscard]] Result<std::vector<Transform>> read_compositions(std::string_view json,
                                                               std::string_view file,
                                                               std::span<const Transform> known);

}  // namespace mass
