#pragma once

#include <string>
#include <utility>
#include <vector>

#include "harness/cli/arguments.hpp"
#include "harness/cli/evaluation.hpp"
#include "results/manifest.hpp"
#include "results/store.hpp"
#include "results/summary.hpp"

namespace mass::cli {

/// `--report NAME=FILE`, repeatable.
void add_report_option(Arguments& arguments);

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

/// Writes what makes a run folder whole, and the reports; prints the table and the findings.
[[nodiscard]] Result<void> put_out(Tools& tools, const Plan& plan, const EvaluationOptions& options,
                                   RunResults results, const CaseStore& store);

}  // namespace mass::cli
