#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "core/base/value.hpp"

namespace mass {

/// What a run was made of: enough to make it again and to see what differs from another run.
/// Everything is passed in; nothing here looks at the machine or the clock.
struct Manifest {
  struct Corpus {
    std::string path;  ///< As given; `built-in` for the generated one.
    std::uint64_t messages = 0;
    std::string hash;  ///< Over the ids of its messages in order.
  };
  struct Scheme {
    std::string id;
    std::string profile;
    ValueMap parameters;  ///< In force, the standard ones too.
  };
  struct Path {
    std::string id;
    std::string hash;
  };

  std::map<std::string, std::string> versions;  ///< Component: version; `massbench` is ours.
  std::vector<std::string> command_line;
  std::string scenario_name;  ///< For people.
  std::string scenario;       ///< JSON text of the scenario in full.
  std::uint64_t seed = 0;
  std::vector<Corpus> corpora;
  std::vector<Scheme> schemes;
  std::vector<Path> paths;
  std::map<std::string, std::string> machine;  ///< Fact: value, such as `cpu`, `threads`.
  std::string started;                         ///< As the caller writes a moment; empty if unknown.
  std::string finished;                        ///< Empty while a run has not come to its end.
};

/// Text of manifest.json, members sorted, indented for people. The scenario stands in it as it was
/// given if it is JSON, else as a string.
[[nodiscard]] std::string to_json(const Manifest& manifest);

}  // namespace mass
