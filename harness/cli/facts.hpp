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
[[nodiscard]] std::vector<PathFacts> path_facts(const Plan& plan);
[[nodiscard]] std::vector<SchemeFacts> scheme_facts(const Tools& tools, const Plan& plan);

/// What a domain that signs publishes under each scheme and profile of the plan. Errors are those
/// of a scheme that cannot make its keys.
[[nodiscard]] Result<std::vector<KeyFacts>> key_facts(const Tools& tools, const Plan& plan);

/// A word for a shell: left bare if it is harmless, else in single quotes.
[[nodiscard]] std::string shell_word(const std::string& word);

[[nodiscard]] Manifest make_manifest(const Tools& tools, const Plan& plan,
                                     const EvaluationOptions& options);

/// The examples of every cell and cause, filled up from the case store.
[[nodiscard]] Result<std::vector<CaseExample>> case_examples(const EvaluationOptions& options,
                                                             const Summary& summary,
                                                             const CaseStore& store);

}  // namespace mass::cli
