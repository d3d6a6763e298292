#pragma once

#include <string>
#include <vector>

#include "harness/calibrate/capture.hpp"
#include "harness/calibrate/masks.hpp"
#include "harness/paths/path.hpp"

namespace mass {

/// How what a path makes of a message compares with what a software made of it.
struct PairResult {
  std::string id;
  std::string about;
  bool exact = false;   ///< Message, envelope and result are equal once volatile values are masked.
  bool masked = false;  ///< Exact, and not without the masks.
  std::vector<std::string> differences;  ///< One line each: `result: captured rejected, ...`.
  Transit simulated;                     ///< Where the path ended.
};

/// What goes with every comparison of one set.
struct Comparison {
  const Path& path;
  const std::vector<Mask>& masks;
  const Crypto& crypto;
  std::uint64_t seed = 0;
};

/// Sends the pair's message down the path and compares. Source: contract sheet (calibrate).
[[nodiscard]] PairResult compare_pair(const CaptureSet& set, const CapturedPair& pair,
                                      const Comparison& comparison);

/// The lines in which two messages differ, captured ones behind `-` and simulated ones behind `+`,
/// each safe for a terminal; at most `limit` of them, and a last one that says how many more.
[[nodiscard]] std::vector<std::string> message_difference(std::string_view captured,
                                                          std::string_view simulated,
                                                          std::size_t limit);

}  // namespace mass
