#pragma once

#include "results/report/html.hpp"

namespace mass {

/// The one style of report.html. A constant: its hash stands in the page's security policy.
extern const Markup kPageStyle;

}  // namespace mass
