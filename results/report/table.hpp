#pragma once

#include <cstddef>
#include <string>

#include "results/report/report.hpp"

namespace mass {

struct TableOptions {
  std::size_t width = 100;  ///< Columns of the terminal.
  bool colour = false;      ///< Escape sequences for colour; never the only sign of anything.
};

/// What a run found, for a terminal: schemes by paths in percent with 95 % intervals, costs,
/// findings, and a legend. Tables too wide are continued below. All text is printable.
[[nodiscard]] std::string terminal_report(const Report& report, const TableOptions& options);

}  // namespace mass
