#pragma once

#include <string>
#include <string_view>

#include "harness/paths/path.hpp"

namespace mass::cli {

/// The path that a word on the command line means: a built-in path or a preset by id, or a file
/// whose name ends in `.json`. Errors name the option and the nearest known id.
[[nodiscard]] Result<Path> named_path(std::string_view option, const std::string& name);

}  // namespace mass::cli
