#pragma once

#include <string>
#include <utility>
#include <vector>

#include "harness/cli/arguments.hpp"
#include "harness/cli/evaluation.hpp"
#include "results/gate.hpp"
#include "results/manifest.hpp"
#include "results/report/report.hpp"
#include "results/report/run_gates.hpp"
#include "results/store.hpp"
#include "results/summary.hpp"

namespace mass::cli {

/// `--report NAME=FILE`, repeatable.
void add_report_option(Arguments& arguments);

/// `--gate GATE`, repeatable, of gates about one run.
void add_gate_option(Arguments& arguments);

/// The gates of a run's scenario, then those of the command line: the last that fits decides.
[[nodiscard]] Result<std::vector<Gate>> chosen_gates(const Arguments& arguments,
                                                     const Manifest& manifest,
                                                     const std::string& file);

/// Name and file of every report asked for. Errc::config names one that does not exist, and the
/// nearest known name.
[[nodiscard]] Result<std::vector<std::pair<std::string, std::string>>> chosen_reports(
    const Arguments& arguments);

/// What came of a run, to be written and shown.
struct RunResults {
  Manifest manifest;
  Summary summary;
  std::string measured;  ///< That half of the summary, as JSON.
};

/// Fills a report with what else is in its run folder: the facts that its manifest keeps and
/// example cases. Errc::unsupported if the manifest has no facts.
[[nodiscard]] Result<void> fill_report(Report& report, const std::filesystem::path& folder,
                                       const CaseStore& store);

/// Says on standard error which gates failed that somebody asked for, the worst first. Exit::gate
/// if one did. `verb` says who speaks.
Exit tell_gates(Console& console, std::string_view verb, const std::vector<GateFinding>& judged);

/// Writes reports to their files.
[[nodiscard]] Result<void> write_reports(
    const Report& report, const std::vector<std::pair<std::string, std::string>>& files);

/// Writes what makes a run folder whole, and the reports; prints the table, the findings and, on
/// standard error, what gates failed. Exit::gate if one did that the scenario asks for.
[[nodiscard]] Result<Exit> put_out(Tools& tools, const EvaluationOptions& options,
                                   RunResults results, const CaseStore& store);

}  // namespace mass::cli
