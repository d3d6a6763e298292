#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "harness/calibrate/capture.hpp"
#include "harness/calibrate/masks.hpp"
#include "harness/paths/path.hpp"

namespace mass {

/// How to look for a path.
struct SearchOptions {
  std::vector<std::string> without;                 ///< Presets that are not used.
  std::size_t limit = 80'000;                       ///< Messages that may be simulated.
  std::function<void(std::size_t spent)> progress;  ///< Called now and then; may be empty.
};

/// The composition of steps that explains captured messages best, of those that were tried.
struct SearchResult {
  Path path;
  std::string start;               ///< The preset that it was made from; empty: from nothing.
  std::size_t searched = 0;        ///< Pairs that the first half of the search saw.
  std::size_t held_out = 0;        ///< Pairs that it did not see,
  std::size_t held_out_exact = 0;  ///< and how many of them its path reproduced.
  std::size_t spent = 0;           ///< Messages simulated.
  bool is_complete = true;         ///< False: the limit ended the search.
};

/// Searches for the path of an unknown software. Starts from the presets that come nearest, learns
/// names, texts, fields and addresses from the messages, and adds, changes, moves and removes one
/// step at a time as long as that brings the outcome nearer to what was captured: pairs that are
/// exact count most, then words that differ. A fourth of the pairs is held out first, to know how
/// the path does on messages it was not made from; then all of them are used.
/// The same captures and options give the same path. Errors: Errc::missing if nothing came out of
/// the software; Errc::internal is a bug.
[[nodiscard]] Result<SearchResult> search_path(const CaptureSet& set,
                                               const std::vector<Mask>& masks, const Crypto& crypto,
                                               const SearchOptions& options);

}  // namespace mass
