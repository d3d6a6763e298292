#pragma once

#include <string>
#include <vector>

#include "harness/cli/arguments.hpp"
#include "harness/inspect/rebuild.hpp"
#include "results/stored_run.hpp"

namespace mass::cli {

/// A case that a command line names, made again.
struct ChosenCase {
  StoredRun run;
  RebuiltCase found;
  std::vector<std::string> disagreements;  ///< With what the run stored; usually none.
};

/// RUN and CASE, the words of the positional `case`. Shows progress on a terminal while corpora are
/// read, and says on standard error in what the case differs from the stored one.
[[nodiscard]] Result<ChosenCase> choose_case(const Tools& tools, const Arguments& arguments,
                                             std::string_view verb);

/// ` --plugin FILE` for every one of them, for a command line.
[[nodiscard]] std::string plugin_options(const std::vector<std::string>& files);

/// The command line that makes a case of a run again: `massbench repro RUN CASE`. `plugins` are
/// those of the run.
[[nodiscard]] std::string repro_command(const std::string& folder, const std::string& case_id,
                                        const std::vector<std::string>& plugins);

}  // namespace mass::cli
