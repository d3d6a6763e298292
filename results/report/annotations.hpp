#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mass {

/// What a CI shows beside a change.
struct Annotation {
  std::string title;
  std::string text;
};

/// Workflow commands of GitHub Actions, one line each: the first nine as they are, then one that
/// says how many more there are, since GitHub shows ten of a kind. `kind` is `error`, `warning` or
/// `notice`. All text is hostile.
/// Source: GitHub's "Workflow commands for GitHub Actions", and the escapes of its toolkit.
[[nodiscard]] std::string workflow_commands(std::string_view kind,
                                            const std::vector<Annotation>& annotations);

}  // namespace mass
