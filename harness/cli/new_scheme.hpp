#pragma once

#include <string>
#include <vector>

#include "core/crypto/crypto.hpp"

namespace mass::cli {

/// One file of a new scheme's folder.
struct NewFile {
  std::string name;  ///< Relative to the folder.
  std::string text;
};

/// The files a new scheme starts from: it builds and runs, and one of its two vectors fails, with a
/// note on what to do next. `id` is lower-case letters, digits and hyphens.
[[nodiscard]] std::vector<NewFile> new_scheme_files(const std::string& id, const Crypto& crypto);

}  // namespace mass::cli
