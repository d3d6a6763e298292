#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.hpp"
#include "core/base/value.hpp"
#include "results/facts.hpp"

namespace mass {

inline constexpr std::string_view kManifestSchema = "mass-manifest-1";

/// What a run was made of: enough to make it again and to see what differs from another run.
/// Everything is passed in; nothing here looks at the machine or the clock.
struct Manifest {
  struct Corpus {
    std::string path;            ///< As given; `built-in` for the generated one.
    std::uint64_t messages = 0;  ///< Of the whole corpus as the run draws from it, also in a shard.
    std::string hash;            ///< Over the ids of those messages in order.
    bool operator==(const Corpus&) const = default;
  };
  struct Scheme {
    std::string id;
    std::string profile;
    ValueMap parameters;  ///< In force, the standard ones too.
    bool operator==(const Scheme&) const = default;
  };
  struct Path {
    std::string id;
    std::string hash;
    bool operator==(const Path&) const = default;
  };
  /// Which part of a run this is: the messages that fall to part `index`, from 1, of `count`.
  struct Shard {
    std::uint64_t index = 1;
    std::uint64_t count = 1;
    bool operator==(const Shard&) const = default;
  };

  std::map<std::string, std::string> versions;  ///< Component: version; `massbench` is ours.
  std::vector<std::string> command_line;
  std::vector<std::string> plugins;  ///< Files of `--plugin`: a case needs them to be made again.
  std::string scenario_name;         ///< For people.
  std::string scenario;              ///< JSON text of the scenario in full.
  std::uint64_t seed = 0;
  std::vector<Corpus> corpora;
  std::vector<Scheme> schemes;
  std::vector<Path> paths;
  std::optional<RunFacts> facts;               ///< Nothing in a folder from before they were kept.
  std::optional<Shard> shard;                  ///< Nothing: all messages.
  std::map<std::string, std::string> machine;  ///< Fact: value, such as `cpu`, `threads`.
  std::string started;                         ///< As the caller writes a moment; empty if unknown.
  std::string finished;                        ///< Empty while a run has not come to its end.
};

/// Text of manifest.json, members sorted, indented for people. The scenario stands in it as it was
/// given if it is JSON, else as a string.
[[nodiscard]] std::string to_json(const Manifest& manifest);

/// Reads what `to_json` wrote. `file` is the name told in errors. Errc::malformed says what is
/// wrong, Errc::unsupported that a newer version of the program wrote it.
[[nodiscard]] Result<Manifest> parse_run_manifest(std::string_view json, std::string_view file);

/// What differs between the makings of two runs, in words, one line each; nothing if the same
/// octets must come of both. Command lines, machines, moments, shards, titles and gates make no
/// difference, nor does where a corpus lies.
[[nodiscard]] std::vector<std::string> differences(const Manifest& one, const Manifest& other);

}  // namespace mass
