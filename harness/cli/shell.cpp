#include "harness/cli/shell.hpp"

#include <algorithm>
#include <string_view>

#include "core/base/text.hpp"

namespace mass::cli {

std::string shell_word(const std::string& word) {
  const bool bare = !word.empty() && std::ranges::all_of(word, [](char c) {
    return is_letter(c) || is_digit(c) || std::string_view("/.-_=").contains(c);
  });
  if (bare) return word;
  std::string quoted = "'";
  for (const char c : word) quoted += c == '\'' ? "'\\''" : std::string(1, c);
  return quoted + "'";
}

std::string shell_file(const std::string& name) {
  return shell_word(name.starts_with('-') ? "./" + name : name);
}

}  // namespace mass::cli
