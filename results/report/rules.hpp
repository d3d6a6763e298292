#pragma once

#include <optional>

#include "results/report/findings.hpp"

/// The rules behind `findings`. Each looks for one kind of fact and gives its largest instance.
namespace mass::rules {

using Rule = std::optional<Finding> (*)(const Report& report, const View& view);

// About survival.
std::optional<Finding> profiles_differ(const Report& report, const View& view);
std::optional<Finding> hardest_path(const Report& report, const View& view);
std::optional<Finding> strata_differ(const Report& report, const View& view);
std::optional<Finding> schemes_differ(const Report& report, const View& view);
std::optional<Finding> commonest_cause(const Report& report, const View& view);

// About mail that is not what it says, and mail that comes back.
std::optional<Finding> forgeries(const Report& report, const View& view);
std::optional<Finding> lost_returns(const Report& report, const View& view);

// About what signing costs and what it does not do.
std::optional<Finding> size(const Report& report, const View& view);
std::optional<Finding> look_ups(const Report& report, const View& view);
std::optional<Finding> declined(const Report& report, const View& view);
std::optional<Finding> tool_errors(const Report& report, const View& view);

/// `P18 (list, tag + text footer)`
[[nodiscard]] std::string path_text(const PathFacts& path);

/// `3 % of 200 (95 %: 1–6)`; the blanks in the brackets do not break.
[[nodiscard]] std::string rate_text(const Rate& rate);

}  // namespace mass::rules
