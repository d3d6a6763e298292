#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

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
  bool operator==(const PathFacts&) const = default;
};

/// What a report must know of a scheme.
struct SchemeFacts {
  std::string id;
  std::string title;
  std::string protects;               ///< In words: `header, body`.
  std::string reconstructed;          ///< Which rules are ours for want of a source; empty if none.
  std::vector<std::string> profiles;  ///< In the order of presentation.
  bool descendant = false;  ///< Came of the proposals of 2004 in 2007 or later; not one of them.
  bool operator==(const SchemeFacts&) const = default;
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
  bool operator==(const KeyFacts&) const = default;
};

/// What the reports of a run must know beside its counts, each in the order of presentation. A run
/// folder keeps it: paths and plug-ins of other people need not be there to report.
struct RunFacts {
  std::vector<PathFacts> paths;
  std::vector<SchemeFacts> schemes;
  std::vector<KeyFacts> published;
  bool operator==(const RunFacts&) const = default;
};

}  // namespace mass
