#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/keys/decorators.hpp"
#include "core/scheme/registry.hpp"
#include "corpus/corpus.hpp"
#include "harness/paths/mix.hpp"
#include "harness/paths/path.hpp"

namespace mass {

/// Where messages come from: a file or folder, or the built-in corpus when `path` is empty.
struct CorpusChoice {
  std::string path;
  bool as_is = false;
  std::size_t built_in_count = kBuiltInCount;
};

/// A scheme under one set of settings: one row of the matrix.
struct SchemeChoice {
  std::string scheme;
  std::string profile;  ///< Empty: the scheme's first profile.
  ValueMap parameters;  ///< Laid over the profile.
  std::string label;    ///< Name of the row; empty: the profile's name.
};

/// How the simulated servers behave: `"servers": {"latency_ms": {"dns": 20, "http": 80, "timeout":
/// 5000}, "faults_per_mille": {"failed": 5, "timeout": 5, "absent": 0}}`.
struct ServerModel {
  LatencyModel latency;
  FaultModel faults;  ///< Its seed is that of the run.
};

/// What to run, as a user writes it: a JSON file with comments, schema `mass-scenario-1`.
struct Scenario {
  std::string title = "standard evaluation";
  std::uint64_t seed = 20040804;
  Time time = from_unix(1091779200);  ///< When every message is submitted: 2004-08-06 08:00 UTC.
  std::size_t sample = 0;             ///< Messages to draw from each corpus; 0: all.
  std::string message;                ///< Only the message of this id; empty: all.
  std::vector<CorpusChoice> corpora;  ///< Empty: the built-in corpus.
  std::vector<SchemeChoice> schemes;  ///< Empty: all schemes with the standard profiles.
  std::vector<std::string> paths;     ///< Names and globs; empty: all.
  std::vector<std::string> path_files;
  std::vector<std::string> mixes;  ///< Names of built-in mixes and files; empty: the built-in ones.
  ServerModel servers;
  std::vector<std::string> gates;  ///< What `compare` lets pass, as parse_gate reads it.

  /// As canonical JSON, for the manifest and for running it again.
  [[nodiscard]] std::string to_json() const;
};

/// Reads a scenario, also the one in the manifest of a run folder. The error holds every mistake,
/// each with file, line and column.
[[nodiscard]] Result<Scenario> parse_scenario(std::string_view json, std::string_view file);
[[nodiscard]] Result<Scenario> load_scenario(const std::filesystem::path& file);

/// A scheme ready to work, with the row it fills.
struct PlannedScheme {
  std::string id;
  std::string label;
  ValueMap in_force;  ///< Profile and settings laid together.
  std::shared_ptr<const Scheme> scheme;
};

/// A scenario with every name resolved: a finite, ordered list of addressable cases.
struct Plan {
  Scenario scenario;
  std::vector<PlannedScheme> schemes;
  std::vector<Path> paths;                ///< The identity path first, then by id.
  std::vector<Mix> mixes;                 ///< In which shares the paths count together.
  std::vector<std::string> participants;  ///< Domains for which hosts of these paths sign.

  /// How many cases `messages` messages make.
  [[nodiscard]] std::size_t cases(std::size_t messages) const {
    return messages * schemes.size() * paths.size();
  }
};

/// Resolves names and globs. Errc::config names what is unknown and the nearest known name.
[[nodiscard]] Result<Plan> make_plan(const Scenario& scenario, const Registry& registry);

/// Opens one chosen corpus.
[[nodiscard]] Result<std::unique_ptr<CorpusReader>> open_choice(const CorpusChoice& choice,
                                                                std::uint64_t seed);

}  // namespace mass
