#pragma once

#include <string>

#include "results/report/report.hpp"

namespace mass {

/// report.html: one file that opens from disk, needs no network and no script, and lets nothing
/// from a corpus become markup. Its content security policy allows its own style and nothing else.
[[nodiscard]] std::string html_report(const Report& report);

}  // namespace mass
