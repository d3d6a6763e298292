#include "results/reporters.hpp"

#include <algorithm>
#include <array>

#include "results/report/page.hpp"
#include "results/report/svg.hpp"
#include "results/report/table.hpp"
#include "results/report/texts.hpp"

namespace mass {
namespace {

constexpr std::array kReporters{
    Reporter{"annotations", "Gates that failed and findings, as GitHub Actions shows them.",
             annotations_report},
    Reporter{"benchmark-bigger", "What survives, for github-action-benchmark (bigger is better).",
             bigger_is_better_report},
    Reporter{"benchmark-smaller", "What it costs, for github-action-benchmark (smaller is better).",
             smaller_is_better_report},
    Reporter{"csv", "One line per scheme, profile, path and stratum, for spreadsheets and scripts.",
             csv_report},
    Reporter{"html", "One page with everything; opens from disk, needs no network.", html_report},
    Reporter{"json", "The deterministic half of summary.json.",
             [](const Report& report) { return report.summary.to_json() + "\n"; }},
    Reporter{"junit", "Gates, as every CI system shows them.", junit_report},
    Reporter{"markdown", "Findings and matrix, for a step summary or a change request.",
             markdown_report},
    Reporter{"svg", "The matrix as a picture.", svg_matrix},
    Reporter{"table", "The tables that a run shows on a terminal.",
             [](const Report& report) { return terminal_report(report, {}); }},
};

}  // namespace

std::span<const Reporter> all_reporters() noexcept {
  return kReporters;
}

const Reporter* find_reporter(std::string_view name) noexcept {
  const auto found = std::ranges::find(kReporters, name, &Reporter::name);
  return found == kReporters.end() ? nullptr : &*found;
}

}  // namespace mass
