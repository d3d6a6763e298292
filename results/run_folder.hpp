#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "core/base/error.hpp"

namespace mass {

/// Names of the files of a run folder. Source: the contract with users, "A run folder".
inline constexpr std::string_view kManifestFile = "manifest.json";
inline constexpr std::string_view kSummaryFile = "summary.json";
inline constexpr std::string_view kCasesFile = "cases.sqlite";
inline constexpr std::string_view kReportFile = "report.html";

/// Text of the files that are written at the end of a run; an empty one is not written.
struct RunFiles {
  std::string manifest;
  std::string summary;  ///< Made by `summary_file`.
  std::string report;
};

/// Text of summary.json from its two halves, each a JSON object; `measured` may be empty, and so
/// may `mixes`, a JSON array (mixes_json) that follows from the first half.
[[nodiscard]] std::string summary_file(std::string_view deterministic, std::string_view measured,
                                       std::string_view mixes = "");

/// Writes a file under a temporary name beside it, then renames it, so that a reader sees all of it
/// or nothing of it. Errc::io names the file and the reason, such as a full disk; what was there
/// before is then untouched. A device or a pipe is written to as it is, never replaced.
[[nodiscard]] Result<void> write_whole(const std::filesystem::path& file, std::string_view octets);

/// Makes the folder if it is not there, then writes the files, the summary last: a folder with a
/// summary is complete.
[[nodiscard]] Result<void> write_run_folder(const std::filesystem::path& folder,
                                            const RunFiles& files);

}  // namespace mass
