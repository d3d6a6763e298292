#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.hpp"
#include "core/base/value.hpp"

namespace mass {

/// How a plug-in is started and what it is called: a JSON file with comments, schema
/// `mass-plugin-1`. Source: docs/plugin-protocol.md.
struct PluginManifest {
  std::string id;                    ///< Name of the scheme, as on the command line.
  std::vector<std::string> command;  ///< Program and arguments; no shell sees them.
  std::filesystem::path folder;      ///< Where it runs: the folder of the file.
  std::string family;                ///< Built-in scheme of which it is another implementation.
  std::chrono::milliseconds timeout{10'000};  ///< For one request, look-ups not counted.
  ValueMap parameters;                        ///< Standard values instead of the plug-in's own.
};

/// Errors (Errc::config) hold every mistake with its place; Errc::missing: no such file.
[[nodiscard]] Result<PluginManifest> parse_manifest(std::string_view json, std::string_view file);
[[nodiscard]] Result<PluginManifest> load_manifest(const std::filesystem::path& file);

}  // namespace mass
