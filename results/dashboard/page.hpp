#pragma once

#include <string>

#include "results/dashboard/history.hpp"

namespace mass {

/// The dashboard: one file that opens from disk or from a server of static files, made of the same
/// parts as report.html.
[[nodiscard]] std::string dashboard_page(const History& history);

}  // namespace mass
