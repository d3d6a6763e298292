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
#include "results/record.hpp"
#include "results/summary.hpp"

namespace mass {

/// A corpus as it was read.
struct CorpusFacts {
  std::string name;
  std::uint64_t messages = 0;
  std::uint64_t problems = 0;
  std::string hash;  ///< Over the ids of its messages in reading order.
};

struct RunOptions {
  unsigned threads = 1;
  RealServers servers;

  /// Told after every message, under a lock, with its records in plan order. Return false to stop
  /// early; the run is then incomplete.
  std::function<bool(std::span<const Record> records)> on_message;

  /// Told of every piece of a corpus that could not be read; the run goes on.
  std::function<void(const CorpusProblem&)> on_problem;
};

struct RunOutcome {
  Summary summary;
  std::vector<CorpusFacts> corpora;
  bool complete = true;
};

/// Runs a plan: signs every message with every scheme, sends it down every path, judges it at the
/// end and finds out what broke it. The summary does not depend on the number of threads.
/// Errors: a corpus that cannot be opened, or that has no message at all.
[[nodiscard]] Result<RunOutcome> run_plan(const Plan& plan, const Crypto& crypto,
                                          const RunOptions& options);

}  // namespace mass
