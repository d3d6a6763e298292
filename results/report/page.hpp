#pragma once

#include <string>

#include "results/report/report.hpp"

namespace mass {

/// report.html: one file that opens from disk, needs no network, and lets nothing from a corpus
/// become markup. All it says stands in tables; its script lets kinds of message and profiles be
/// chosen, opens a cell beside the matrix and draws charts.
[[nodiscard]] std::string html_report(const Report& report);

}  // namespace mass
