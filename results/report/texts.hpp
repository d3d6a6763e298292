#pragma once

#include <string>
#include <string_view>

#include "results/report/report.hpp"

namespace mass {

/// Tidy CSV: one line per scheme, profile, path and stratum. Source: RFC 4180, with LF line ends.
[[nodiscard]] std::string csv_report(const Report& report);

/// Findings and matrix as GitHub-flavoured Markdown.
[[nodiscard]] std::string markdown_report(const Report& report);

/// JUnit XML: one suite for each scheme, profile and group of paths, one case for each gate and
/// path.
[[nodiscard]] std::string junit_report(const Report& report);

/// Workflow commands of GitHub Actions: gates that failed as errors, findings as notices.
[[nodiscard]] std::string annotations_report(const Report& report);

/// JSON for github-action-benchmark, tools `customBiggerIsBetter` (what survives) and
/// `customSmallerIsBetter` (what it costs): `[{"name", "unit", "value", "range", "extra"}]`.
[[nodiscard]] std::string bigger_is_better_report(const Report& report);
[[nodiscard]] std::string smaller_is_better_report(const Report& report);

/// Hostile text for Markdown: characters that it may take for markup become HTML references, which
/// it shows as they are.
[[nodiscard]] std::string markdown_text(std::string_view octets);

}  // namespace mass
