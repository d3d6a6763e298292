#pragma once

#include <string>
#include <vector>

#include "core/scheme/registry.hpp"

namespace mass::cli {

/// Adds the schemes of every `--plugin FILE` among the words of a command line, which every verb
/// takes. Errors name the file, or the plug-in and what it did wrong.
[[nodiscard]] Result<void> enrol_plugins(const std::vector<std::string>& words, Registry& registry);

}  // namespace mass::cli
