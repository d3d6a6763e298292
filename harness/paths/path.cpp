#include "harness/paths/path.hpp"

#include <algorithm>
#include <cstdlib>

#include "harness/paths/built_in_data.hpp"

namespace mass {

std::string Step::label() const {
  return transform->id + " " + transform->name;
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
