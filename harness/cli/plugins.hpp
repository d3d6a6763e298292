#pragma once

#include <string>
#include <vector>

#include "core/scheme/registry.hpp"

namespace mass::cli {

/// The files that `--plugin FILE` names in a command line. Looked for in the words themselves:
/// a verb may need the scheme for reading its options.
[[nodiscard]] std::vector<std::string> plugin_files(const std::vector<std::string>& words);

/// Adds the schemes of every `--plugin FILE` among the words of a command line, which every verb
/// takes. Errors name the file, or the plug-in and what it did wrong.
[[nodiscard]] Result<void> enrol_plugins(const std::vector<std::string>& words, Registry& registry);

}  // namespace mass::cli
