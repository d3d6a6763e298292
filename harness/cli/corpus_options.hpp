#pragma once

#include "harness/cli/arguments.hpp"
#include "harness/run/scenario.hpp"

namespace mass::cli {

/// What every verb that goes through corpora takes: `--corpus`, `--built-in`, `--sample`,
/// `--message`, `--seed` and `--threads`.
void add_corpus_options(Arguments& arguments);

/// Lays the messages and the seed that were asked for over a scenario. Errors: a number that is
/// none, a built-in corpus of no message.
[[nodiscard]] Result<void> choose_messages(const Arguments& arguments, Scenario& scenario);

/// All cores unless the command line says otherwise. Errors: a number that is none, or not from 1
/// to 256.
[[nodiscard]] Result<unsigned> chosen_threads(const Arguments& arguments);

}  // namespace mass::cli
