#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "core/base/error.hpp"
#include "core/crypto/crypto.hpp"
#include "harness/run/real_servers.hpp"
#include "harness/run/scenario.hpp"
#include "results/manifest.hpp"
#include "results/record.hpp"
#include "results/summary.hpp"

namespace mass {

/// A corpus as it was read: all messages that the plan takes, also when a run is of a part of them.
struct CorpusFacts {
  std::string name;
  std::uint64_t messages = 0;
  std::uint64_t problems = 0;
  std::string hash;  ///< Over the ids of its messages in reading order.
};

struct RunOptions {
  unsigned threads = 1;
  RealServers servers;
  Manifest::Shard shard;  ///< Which part of the messages to run.

  /// Whether the cases of a message are known from before: it is counted and not run. Asked by one
  /// thread at a time.
  std::function<bool(const std::string& message_id)> is_known;

  /// Told after every message, under a lock, with its records in plan order. Return false to stop
  /// early; the run is then incomplete.
  std::function<bool(std::span<const Record> records)> on_message;

  /// Told of every piece of a corpus that could not be read; the run goes on.
  std::function<void(const CorpusProblem&)> on_problem;
};

struct RunOutcome {
  Summary summary;
  std::vector<CorpusFacts> corpora;
  std::uint64_t known = 0;  ///< Messages that were not run again.
  bool complete = true;
};

/// Runs a plan: signs every message with every scheme, sends it down every path, judges it at the
/// end and finds out what broke it. The summary does not depend on the number of threads, and those
/// of all shards add up to that of the whole. A message that an earlier corpus of the plan had is
/// the same cases: it is counted as the fact `repeated` and not run again.
/// Errors: a corpus that cannot be opened, or that has no message at all.
[[nodiscard]] Result<RunOutcome> run_plan(const Plan& plan, const Crypto& crypto,
                                          const RunOptions& options);

}  // namespace mass
