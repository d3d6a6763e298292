#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.hpp"

namespace mass {

/// How many of a population's messages take which path.
struct Mix {
  std::string id;
  std::string title;
  std::string text;
  std::map<std::string, double> percent;  ///< By path id; the sum is 100.
};

/// `w04` and `w20`, compiled in from mixes/. Source: scenarios sheet section 3.
[[nodiscard]] const std::vector<Mix>& built_in_mixes();

/// Reads a mix from JSON text with comments, schema `mass-mix-1`:
///
///     {
///       "schema": "mass-mix-1",
///       "id": "ours",
///       "title": "our inbound mail, May",
///       "text": "For people.",                    // optional
///       "paths": {"P01": 81234, "P18": 502}       // counts or percent: only the shares matter
///     }
///
/// Whether the paths exist is for the plan to say. Errors (Errc::config): every mistake with file,
/// line and column.
[[nodiscard]] Result<Mix> parse_mix(std::string_view json, std::string_view file);
[[nodiscard]] Result<Mix> load_mix(const std::filesystem::path& file);

/// A built-in mix by its id, without case, or one from a file whose name ends in `.json`.
[[nodiscard]] Result<Mix> open_mix(const std::string& name);

}  // namespace mass
