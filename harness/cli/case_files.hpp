#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "harness/inspect/rebuild.hpp"

namespace mass::cli {

inline constexpr std::string_view kCaseFile = "case.json";

/// Writes everything there is about a case into a folder that is there:
///
///     case.json           what it is, the stored verdict and the one of now; schema `mass-case-1`
///     submitted.eml/json  message and envelope as submitted, in wire form
///     signed.eml/json     the same as signed
///     step-NN-ID.eml/json after each step that changed something
///     received.eml/json   as it arrived
///     log.txt             what each step did, and the verdict after it
///     path.json           the path
///     keys/               what the domains publish, as `massbench zone --out` writes it
///     again.sh            the command line that judges received.eml by these keys
///
/// Private keys are derived from the run's seed and written nowhere. `plugins` are options of
/// command lines. Errors: files that cannot be written; a scheme that broke down.
[[nodiscard]] Result<void> write_case_folder(const std::filesystem::path& folder,
                                             const RebuiltCase& found, const Crypto& crypto,
                                             const std::string& plugins);

/// What each step did and, where it changed anything, the verdict behind it. May hold octets of the
/// message. Errors: the verifier broke down.
[[nodiscard]] Result<std::vector<std::string>> judged_log(const RebuiltCase& found);

}  // namespace mass::cli
