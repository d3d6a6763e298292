#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "results/facts.hpp"
#include "results/gate.hpp"
#include "results/manifest.hpp"
#include "results/measured.hpp"
#include "results/summary.hpp"

namespace mass {

/// A case to show: one that broke, with what a person needs to look into it.
struct CaseExample {
  std::string scheme;
  std::string profile;
  std::string path;
  std::string cause;  ///< Key of `Cell::causes`.
  std::string case_id;
  std::string origin;
  std::uint64_t message_octets = 0;
  std::string outcome;
  std::string state;
  std::string field;
  std::uint64_t offset = 0;
  std::string before;  ///< As `Diagnosis` has it, printable.
  std::string after;
  std::string step;
  std::string reason;
  std::string repro;  ///< A command line that makes the case again.
};

/// Everything a report is made from. A value, so that a report is a pure function of it.
struct Report {
  Manifest manifest;
  Summary summary;
  std::vector<PathFacts> paths = {};      ///< In the order of presentation.
  std::vector<SchemeFacts> schemes = {};  ///< In the order of presentation.
  std::vector<CaseExample> examples = {};
  std::vector<KeyFacts> published = {};  ///< Empty where nobody asked the schemes.
  std::vector<Gate> gates =
      {};  ///< Those of the scenario and the command line; the last that fits decides.
  Measured measured = {};
};

}  // namespace mass
