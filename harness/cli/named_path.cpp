#include "harness/cli/named_path.hpp"

#include <fmt/format.h>

#include "core/base/text.hpp"

namespace mass::cli {

Result<Path> named_path(std::string_view option, const std::string& name) {
  if (auto path = find_path(name)) return *std::move(path);
  if (name.ends_with(".json")) return load_path(name);
  const auto known = nearest(name, path_names());
  return fail(
      Errc::config,
      fmt::format("{} {}: no such path{}; see \"massbench list paths\" and \"... presets\", "
                  "or name a .json file",
                  option, printable(name), known ? ", did you mean " + *known + "?" : ""));
}

}  // namespace mass::cli
