#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "core/base/error.hpp"

namespace mass {

/// The octets of a whole file. `what` names its kind for the error: `read masks site.json: No such
/// file or directory`. Errors: Errc::missing if it cannot be opened, Errc::io if it cannot be read.
[[nodiscard]] Result<std::string> read_file(const std::filesystem::path& file,
                                            std::string_view what);

}  // namespace mass
