#pragma once

#include <string>
#include <string_view>

#include "results/report/report.hpp"

namespace mass {

/// Tidy CSV: one line per scheme, profile, path and stratum. Source: RFC 4180, with LF line ends.
[[nodiscard]] std::string csv_report(const Report& report);

/// Findings and matrix as GitHub-flavoured Markdown.
[[nodiscard]] std::string markdown_report(const Report& report);

/// Hostile text for Markdown: characters that it may take for markup become HTML references, which
/// it shows as they are.
[[nodiscard]] std::string markdown_text(std::string_view octets);

}  // namespace mass
