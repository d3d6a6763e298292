#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "core/crypto/crypto.hpp"
#include "harness/differential/explanations.hpp"
#include "harness/run/scenario.hpp"

/// The differential run: every implementation of one scheme signs, all of them judge what each has
/// signed, and whatever they do not agree on is listed.
namespace mass::differential {

/// What became of all messages of one signer in front of one verifier.
struct PairCount {
  std::uint64_t compared = 0;
  std::uint64_t agreed = 0;
  std::uint64_t explained = 0;
  [[nodiscard]] std::uint64_t unexplained() const { return compared - agreed - explained; }
};
struct Pair {
  std::string signer;
  std::string verifier;
  std::string path;
  auto operator<=>(const Pair&) const = default;
};

/// Disagreements of the same kind, and the smallest message that shows it.
struct Group {
  std::uint64_t count = 0;
  Disagreement smallest;  ///< The disagreement over the smallest message.
  std::string message_id;
  std::string origin;
  Transit arrived;
};

struct Report {
  std::string family;
  std::string reference;  ///< Row whose verdict is expected of the others.
  std::uint64_t messages = 0;
  std::map<Pair, PairCount> pairs;
  std::map<std::pair<std::string, std::string>, std::uint64_t> declined;  ///< Signer and why.
  /// By path, signer, verifier, expected, got, cause, state and explanation.
  std::map<std::vector<std::string>, Group> groups;
  std::map<std::string, std::uint64_t> explained;  ///< By id of the explanation; 0: never used.

  [[nodiscard]] std::uint64_t unexplained() const;
};

struct Options {
  unsigned threads = 1;
  std::function<void()> on_message;  ///< Told after every message, under a lock.
  std::function<void(const CorpusProblem&)> on_problem;
};

/// Runs all rows of a plan against each other. They must be of one family, and one at least must
/// sign. Every row signs; of the rows of one implementation the first judges, for profiles differ
/// in how they sign. The first row of all is the reference.
///
/// What is expected: on the untouched message `pass`, for that is what a signature is made for;
/// behind a path what the reference says. Keys, clock and name servers are those of the run, and
/// every verifier sees the records that the signer's domains publish. A verifier or signer that
/// breaks down disagrees.
/// Errors: rows of several families, no signer, a corpus that cannot be read or has no message.
[[nodiscard]] Result<Report> run_differential(const Plan& plan,
                                              const std::vector<Explanation>& explanations,
                                              const Crypto& crypto, const Options& options);

/// For a terminal: the table of pairs, then what they disagree on.
[[nodiscard]] std::string report_text(const Report& report);

/// Schema `mass-differential-1`.
[[nodiscard]] std::string report_json(const Report& report);

}  // namespace mass::differential
