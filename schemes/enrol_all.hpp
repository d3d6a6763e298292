#pragma once

#include "core/scheme/registry.hpp"

namespace mass {

/// Adds every scheme that has a folder here, in sorted order. The build generates the body from the
/// folder names.
[[nodiscard]] Result<void> enrol_all(Registry& registry);

}  // namespace mass
