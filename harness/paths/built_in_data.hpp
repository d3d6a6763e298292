#pragma once

#include <span>
#include <string_view>

namespace mass {

/// A path file of this folder's data/, compiled in: the build writes the definitions.
struct BuiltInFile {
  std::string_view name;  ///< `P18.json`
  std::string_view text;
};
[[nodiscard]] std::span<const BuiltInFile> built_in_path_files();

/// The files of presets/; a name is `SYSTEM/CONFIG.json`.
[[nodiscard]] std::span<const BuiltInFile> preset_files();

/// The files of catalogue/: transforms that are composed of others. Later ones build on earlier
/// ones.
[[nodiscard]] std::span<const BuiltInFile> composition_files();

/// The files of mixes/.
[[nodiscard]] std::span<const BuiltInFile> mix_files();

}  // namespace mass
