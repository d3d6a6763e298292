#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "results/manifest.hpp"
#include "results/summary.hpp"

namespace mass {

/// What a report must know of a path. Results do not know the paths themselves.
struct PathFacts {
  enum class Kind : std::uint8_t { delivery, bounce };
  std::string id;
  std::string title;
  Kind kind = Kind::delivery;
  bool genuine = true;  ///< False: what arrives is forged, and a pass is a false accept.
  bool benign = true;
  std::map<std::string, double> weights;  ///< Percent of messages in named mixes.
  bool participants = false;              ///< Intermediaries on it take part in the scheme.
};

/// What a report must know of a scheme.
struct SchemeFacts {
  std::string id;
  std::string title;
  std::string protects;               ///< In words: `header, body`.
  std::string reconstructed;          ///< Which rules are ours for want of a source; empty if none.
  std::vector<std::string> profiles;  ///< In the order of presentation.
  bool descendant = false;  ///< Came of the proposals of 2004 in 2007 or later; not one of them.
};

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
  std::string step;
  std::string reason;
  std::string repro;  ///< A command line that makes the case again.
};

/// What one domain must publish so that others can verify, for one scheme and profile: DNS records
/// and what a web server answers, in octets of record data and of bodies.
struct KeyFacts {
  std::string scheme;
  std::string profile;
  std::uint64_t dns_records = 0;
  std::uint64_t dns_octets = 0;
  std::uint64_t http_objects = 0;
  std::uint64_t http_octets = 0;
};

/// Everything a report is made from. A value, so that a report is a pure function of it.
struct Report {
  Manifest manifest;
  Summary summary;
  std::vector<PathFacts> paths;      ///< In the order of presentation.
  std::vector<SchemeFacts> schemes;  ///< In the order of presentation.
  std::vector<CaseExample> examples;
  std::vector<KeyFacts> published;  ///< Empty where nobody asked the schemes.
};

}  // namespace mass
