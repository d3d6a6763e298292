#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.hpp"
#include "harness/pattern/pattern.hpp"

namespace mass {

/// A value that differs from one run of a software to the next: a date, a queue id, a boundary.
struct Mask {
  std::string name;                  ///< `queue-id`: stands in the place of what was masked.
  std::vector<std::string> systems;  ///< Empty: every system.
  Pattern pattern;
  /// Nothing is masked: the pattern's group, base64 at the end of what it matches, is shown
  /// decoded, so that masks behind this one see it. Base64 that `base64_lines` would not write
  /// stays.
  bool is_base64 = false;
};

/// Reads masks from JSON, schema `mass-masks-1`: `{"masks": [{"name": "queue-id", "systems":
/// ["postfix"], "pattern": "(?<= id )[0-9A-F]{8,16}"}]}`. `"decode": "base64"` is said of one that
/// shows what is encoded. Errors (Errc::config) have places.
[[nodiscard]] Result<std::vector<Mask>> parse_masks(std::string_view json, std::string_view file);
[[nodiscard]] Result<std::vector<Mask>> load_masks(const std::filesystem::path& file);

/// The documented ones of the systems that have presets. An error here is a bug.
[[nodiscard]] Result<std::vector<Mask>> built_in_masks();

/// The same masks, each for every system: nothing tells which software an unknown one is built of.
[[nodiscard]] std::vector<Mask> for_any_system(std::vector<Mask> masks);

/// `text` with what the masks for `system` match replaced by their names in angle quotes. The same
/// goes for messages and for addresses of envelopes.
[[nodiscard]] std::string masked(std::string_view text, std::string_view system,
                                 const std::vector<Mask>& masks);

}  // namespace mass
