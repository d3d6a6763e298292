#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "core/base/error.hpp"
#include "results/manifest.hpp"
#include "results/measured.hpp"

namespace mass {

/// A run as its folder tells it; the cases are in the case store.
struct StoredRun {
  std::filesystem::path folder;
  Manifest manifest;
  bool complete = false;                       ///< False: broken off. Then the rest is empty.
  std::map<std::string, std::uint64_t> facts;  ///< Of the corpora.
  std::string deterministic;                   ///< That half of the summary, one entry a line.
  Measured measured;
};

/// Reads a run folder. Errors name file and reason: Errc::missing if there is no such folder or it
/// holds no run, Errc::malformed if a file is damaged or the files do not belong together,
/// Errc::unsupported if another version of the program wrote it.
[[nodiscard]] Result<StoredRun> open_run(const std::filesystem::path& folder);

}  // namespace mass
