#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "harness/cli/cli.hpp"
#include "harness/run/real_servers.hpp"
#include "harness/run/scenario.hpp"

namespace mass::cli {

/// How a plan is run and where its results go.
struct EvaluationOptions {
  std::filesystem::path folder;
  unsigned threads = 1;
  RealServers servers;
  std::vector<std::pair<std::string, std::string>> reports;  ///< Reporter name, file.
  std::string scenario_file;  ///< Empty when the scenario came from options.
  std::vector<std::string> command_line;
};

/// Runs a plan: writes the run folder and the reports, prints the table and the findings.
/// A folder that holds something else than a run is left alone (Errc::config).
[[nodiscard]] Result<Exit> evaluate(Tools& tools, const Plan& plan,
                                    const EvaluationOptions& options);

}  // namespace mass::cli
