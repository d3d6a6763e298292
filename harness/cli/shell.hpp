#pragma once

#include <string>

namespace mass::cli {

/// A word for a shell: left bare if it is harmless, else in single quotes.
[[nodiscard]] std::string shell_word(const std::string& word);

/// A file or folder as a word for a shell, also if its name begins like an option.
[[nodiscard]] std::string shell_file(const std::string& name);

}  // namespace mass::cli
