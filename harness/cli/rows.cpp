#include "harness/cli/rows.hpp"

#include <fmt/format.h>

#include "core/base/glob.hpp"
#include "core/base/text.hpp"

namespace mass::cli {

Result<std::vector<SchemeChoice>> named_schemes(const Tools& tools,
                                                const std::vector<std::string>& patterns) {
  std::vector<SchemeChoice> chosen;
  std::vector<std::string> names;
  for (const std::string& pattern : patterns) {
    if (pattern == "all") {
      for (const SchemeInfo* info : tools.registry.list()) {
        const std::string first = info->profiles.empty() ? "" : info->profiles.front().name;
        chosen.push_back({.scheme = info->id, .profile = first});
      }
      continue;
    }
    const std::size_t slash = pattern.find('/');
    const std::string scheme = pattern.substr(0, slash);
    const bool by_profile = slash != std::string::npos;
    const std::string profile = by_profile ? pattern.substr(slash + 1) : "";
    const std::size_t before = chosen.size();
    for (const SchemeInfo* info : tools.registry.list()) {
      names.push_back(info->id);
      if (!matches_glob(scheme, info->id)) continue;
      if (info->profiles.empty()) chosen.push_back({.scheme = info->id});
      for (const Profile& one : info->profiles) {
        names.push_back(info->id + "/" + one.name);
        if (by_profile ? matches_glob(profile, one.name) : one.standard) {
          chosen.push_back({.scheme = info->id, .profile = one.name});
        }
      }
    }
    if (chosen.size() != before) continue;
    const auto known = nearest(pattern, names);
    return fail(Errc::config,
                fmt::format("--scheme {}: nothing is called so{}; see \"massbench list schemes\"",
                            printable(pattern), known ? ", did you mean " + *known + "?" : ""));
  }
  return chosen;
}

}  // namespace mass::cli
