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
  return takes_part() ? "take part" : transform->id + " " + transform->name;
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

const std::vector<Path>& built_in_paths() {
  static const std::vector<Path> all = [] {
    std::vector<Path> paths;
    for (const BuiltInFile& file : built_in_path_files()) {
      auto path = parse_path(file.text, file.name);
      if (!path) std::abort();  // a test reads every file; this program was built without it
      paths.push_back(*std::move(path));
    }
    std::ranges::sort(paths, {}, &Path::id);
    return paths;
  }();
  return all;
}

}  // namespace mass
