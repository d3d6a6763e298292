#pragma once

#include <filesystem>
#include <string>

#include "harness/inspect/rebuild.hpp"
#include "harness/inspect/reduce.hpp"

namespace mass {

/// A smaller case that breaks as another one does: with the same verdict and cause, in the same
/// field, by the same step.
struct ReducedCase {
  std::string stored;  ///< The message as it has to stand in its file.
  Path path;           ///< Has an id of its own, which random choices depend on.
  Scenario scenario;   ///< Runs it, once its files are named there.
  Record record;
  std::size_t tries = 0;
  bool is_complete = true;        ///< False: a limit ended the search.
  std::size_t octets_before = 0;  ///< Of the message file.
};

/// Reduces a case. Random choices of steps depend on the message: should the case not show under
/// the run's seed once its message stands in a file of its own, a few other seeds are tried.
/// Errors: Errc::config if the case shows nothing that could be kept (it passes, as it should), or
/// shows it in the run only.
[[nodiscard]] Result<ReducedCase> reduce_case(const RebuiltCase& found, const Crypto& crypto,
                                              const ReduceLimits& limits);

/// Names of the files of a reduced case in its folder.
inline constexpr std::string_view kReducedMessage = "message.eml";
inline constexpr std::string_view kReducedPath = "path.json";
inline constexpr std::string_view kReducedScenario = "scenario.json";

/// Writes message, path and a scenario that runs them, and makes sure that the case is the same
/// when it is read back from there. Errors: files that cannot be written; Errc::unsupported if the
/// message cannot stand in a file as it is.
[[nodiscard]] Result<void> write_reduced(const std::filesystem::path& folder, ReducedCase& reduced,
                                         const Registry& registry, const Crypto& crypto);

}  // namespace mass
