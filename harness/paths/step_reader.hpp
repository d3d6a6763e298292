#pragma once

#include <optional>
#include <span>

#include "harness/json/document.hpp"
#include "harness/paths/path.hpp"

namespace mass {

/// Reads one entry of `steps`; `place` has the host, role and hop. Nothing if it has mistakes,
/// which are then told to the document. `known`: the transforms that it may apply. Private to this
/// room.
[[nodiscard]] std::optional<Step> read_step(JsonObject json, const Step& place,
                                            std::span<const Transform> known);

}  // namespace mass
