#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "harness/cli/cli.hpp"
#include "harness/run/real_servers.hpp"
#include "harness/run/scenario.hpp"
#include "results/manifest.hpp"

namespace mass::cli {

/// How a plan is run and where its results go.
struct EvaluationOptions {
  std::filesystem::path folder;
  unsigned threads = 1;
  RealServers servers;
  std::optional<Manifest::Shard> shard;  ///< Nothing: all messages.
  bool resume = false;                   ///< Go on with what an interrupted run left in the folder.
  std::vector<std::pair<std::string, std::string>> reports;  ///< Reporter name, file.
  std::string scenario_file;  ///< Empty when the scenario came from options.
  std::vector<std::string> command_line;
};

/// Makes a run folder empty: an older run in it is removed, what is no run is left alone
/// (Errc::config).
[[nodiscard]] Result<void> prepare_folder(const std::filesystem::path& folder);

/// Runs a plan: writes the run folder and the reports, prints the table and the findings.
/// The manifest is written first, with an empty `finished`, and the summary last. To resume,
/// the folder must hold the same run (Errc::config names what differs).
[[nodiscard]] Result<Exit> evaluate(Tools& tools, const Plan& plan,
                                    const EvaluationOptions& options);

}  // namespace mass::cli
