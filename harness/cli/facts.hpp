#pragma once

#include <string>
#include <vector>

#include "harness/cli/cli.hpp"
#include "harness/cli/evaluation.hpp"
#include "harness/run/runner.hpp"
#include "results/report/report.hpp"
#include "results/store.hpp"

namespace mass::cli {

/// What reports must know of paths and schemes, taken from the plan.
[[nodiscard]] RunFacts run_facts(const Tools& tools, const Plan& plan);

/// What a domain that signs publishes under each scheme and profile of the plan. Errors are those
/// of a scheme that cannot make its keys.
[[nodiscard]] Result<std::vector<KeyFacts>> key_facts(const Tools& tools, const Plan& plan);

[[nodiscard]] Manifest make_manifest(const Tools& tools, const Plan& plan,
                                     const EvaluationOptions& options);

/// The examples of every cell and cause, filled up from the case store of the run folder.
[[nodiscard]] Result<std::vector<CaseExample>> case_examples(
    const std::filesystem::path& folder, const std::vector<std::string>& plugins,
    const Summary& summary, const CaseStore& store);

/// One of them. `cause` is a key of `Cell::causes`, or empty for a case that passes.
[[nodiscard]] CaseExample case_example(const std::filesystem::path& folder,
                                       const std::vector<std::string>& plugins,
                                       const Record& record, const std::string& cause);

}  // namespace mass::cli
