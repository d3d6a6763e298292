#pragma once

#include <nlohmann/json_fwd.hpp>
#include <ostream>
#include <string>

#include "harness/calibrate/calibration.hpp"
#include "harness/cli/cli.hpp"
#include "harness/search/search.hpp"

/// The search of calibrate as a user sees it.
namespace mass::cli {

/// Searches and shows on a terminal how far it is.
[[nodiscard]] Result<SearchResult> search_at_terminal(Console& console, const CaptureSet& set,
                                                      const std::vector<Mask>& masks,
                                                      const Crypto& crypto, SearchOptions options);

/// What was found, for `calibrate --format json`.
[[nodiscard]] nlohmann::json search_json(const SearchResult& search,
                                         const CalibrationResult& result);

/// The same for people; without the path and what stays unexplained if `is_brief`.
void print_search(std::ostream& out, const SearchResult& search, const CalibrationResult& result,
                  bool is_brief);

}  // namespace mass::cli
