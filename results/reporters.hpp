#pragma once

#include <span>
#include <string>
#include <string_view>

#include "results/report/report.hpp"

namespace mass {

/// A way to write a report: `--report name=file`.
struct Reporter {
  std::string_view name;
  std::string_view text;  ///< What it is for, one sentence.
  std::string (*render)(const Report& report);
};

/// All of them, sorted by name.
[[nodiscard]] std::span<const Reporter> all_reporters() noexcept;

/// Null if there is none of that name.
[[nodiscard]] const Reporter* find_reporter(std::string_view name) noexcept;

}  // namespace mass
