#pragma once

#include <string>
#include <vector>

#include "harness/paths/path.hpp"

namespace mass {

/// What happened on a journey, for people, one line a step:
/// `step 2  P18 lists.example.org  T30 footer: appended 4 lines (189 octets) to the text part`.
/// Lines may hold octets of the message: printable() before they go to a terminal.
[[nodiscard]] std::vector<std::string> journey_log(const Path& path, const Journey& journey);

}  // namespace mass
