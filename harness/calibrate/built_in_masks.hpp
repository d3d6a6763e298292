#pragma once

#include <string_view>

namespace mass {

/// The text of data/masks.json, compiled in: the build writes the definition.
[[nodiscard]] std::string_view built_in_masks_text();

}  // namespace mass
