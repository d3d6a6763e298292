#include "harness/plugin/manifest.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>

#include "core/base/text.hpp"
#include "harness/json/document.hpp"

namespace mass {
namespace {

constexpr std::string_view kSchema = "mass-plugin-1";
constexpr double kLongestTimeout = 3600;

// As the ids of built-in schemes: it becomes part of command lines, keys and file names.
bool is_id(std::string_view id) {
  return !id.empty() && id.size() <= 40 && std::ranges::all_of(id, [](char c) {
    return (c >= 'a' && c <= 'z') || is_digit(c) || c == '-' || c == '_' || c == '.';
  });
}

PluginManifest read_manifest(JsonObject root) {
  PluginManifest manifest;
  if (root.text("schema") != kSchema) root.complain("schema", "schema is not mass-plugin-1");
  manifest.id = root.text("id");
  if (!is_id(manifest.id)) {
    root.complain("id", "an id is 1 to 40 of lower-case letters, digits, hyphens, dots and _");
  }
  manifest.command = root.texts_or("command");
  if (manifest.command.empty() || manifest.command.front().empty()) {
    root.complain("command", "\"command\" holds no program; try [\"python3\", \"adapter.py\"]");
  }
  manifest.family = root.text_or("scheme", "");
  const double seconds = root.number_or("timeout", 10);
  if (!(seconds > 0 && seconds <= kLongestTimeout)) {
    root.complain("timeout", "a time-out is more than 0 and at most 3600 seconds");
  } else {
    manifest.timeout = std::chrono::milliseconds(static_cast<std::int64_t>(seconds * 1000) + 1);
  }
  if (const auto parameters = root.find("parameters")) {
    for (const auto& [name, value] : parameters->object().members()) {
      if (auto scalar = value.scalar()) manifest.parameters[name] = *std::move(scalar);
    }
  }
  return manifest;
}

}  // namespace

Result<PluginManifest> parse_manifest(std::string_view json, std::string_view file) {
  auto document = JsonDocument::parse(json, file);
  if (!document) return std::unexpected(document.error());
  PluginManifest manifest = read_manifest(document->root());
  if (auto sound = document->check(); !sound) return std::unexpected(sound.error());
  return manifest;
}

Result<PluginManifest> load_manifest(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) return fail(Errc::missing, "read plug-in " + file.string() + ": no such file");
  const std::string text(std::istreambuf_iterator<char>(stream), {});
  auto manifest = parse_manifest(text, file.string());
  if (manifest) manifest->folder = file.parent_path();
  return manifest;
}

}  // namespace mass
