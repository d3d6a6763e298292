#include "harness/paths/path.hpp"

#include <algorithm>
#include <cstdlib>
#include <set>

#include "core/base/text.hpp"
#include "harness/paths/built_in_data.hpp"

namespace mass {

std::string Step::id() const {
  return takes_part() ? "take-part" : transform->id;
}

std::string Step::label() const {
  return takes_part() ? "take part" : label_of(*transform);
}

std::string label_of(const Transform& transform) {
  return transform.name == transform.id ? transform.id : transform.id + " " + transform.name;
}

std::vector<std::string> participating_domains(std::span<const Path> paths) {
  std::set<std::string> domains;
  for (const Path& path : paths) {
    for (const Step& step : path.steps) {
      if (step.takes_part()) domains.insert(ascii_lower(step.domain));
    }
  }
  return {domains.begin(), domains.end()};
}

namespace {

std::vector<Path> compiled_in(std::span<const BuiltInFile> files) {
  std::vector<Path> paths;
  for (const BuiltInFile& file : files) {
    auto path = parse_path(file.text, file.name);
    if (!path) std::abort();  // a test reads every file; this program was built without it
    paths.push_back(*std::move(path));
  }
  std::ranges::sort(paths, {}, &Path::id);
  return paths;
}

}  // namespace

const std::vector<Path>& built_in_paths() {
  static const std::vector<Path> all = compiled_in(built_in_path_files());
  return all;
}

const std::vector<Path>& presets() {
  static const std::vector<Path> all = compiled_in(preset_files());
  return all;
}

std::optional<Path> find_path(std::string_view id) {
  for (const std::vector<Path>* shelf : {&built_in_paths(), &presets()}) {
    const auto found =
        std::ranges::find_if(*shelf, [&](const Path& path) { return iequals(path.id, id); });
    if (found != shelf->end()) return *found;
  }
  return std::nullopt;
}

std::vector<std::string> path_names() {
  std::vector<std::string> names;
  for (const std::vector<Path>* shelf : {&built_in_paths(), &presets()}) {
    for (const Path& path : *shelf) names.push_back(path.id);
  }
  return names;
}

}  // namespace mass
