#include "harness/cli/plugins.hpp"

#include <algorithm>

#include "harness/plugin/plugin_scheme.hpp"

namespace mass::cli {
namespace {

constexpr std::string_view kOption = "--plugin";

}  // namespace

std::vector<std::string> plugin_files(const std::vector<std::string>& words) {
  std::vector<std::string> files;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] == kOption && i + 1 < words.size()) files.push_back(words[++i]);
    if (words[i].starts_with("--plugin=")) files.push_back(words[i].substr(kOption.size() + 1));
  }
  return files;
}

Result<void> enrol_plugins(const std::vector<std::string>& words, Registry& registry) {
  if (std::ranges::find(words, "--help") != words.end()) return {};
  for (const std::string& file : plugin_files(words)) {
    const auto manifest = load_manifest(file);
    if (!manifest) return std::unexpected(manifest.error());
    if (auto done = enrol_plugin(*manifest, registry); !done) return done;
  }
  return {};
}

}  // namespace mass::cli
