#include "results/stored_run.hpp"

#include <fmt/format.h>

#include "core/base/files.hpp"
#include "core/base/text.hpp"
#include "results/json_schema.hpp"
#include "results/labels.hpp"
#include "results/run_folder.hpp"
#include "results/store.hpp"

namespace mass {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr std::string_view kSummarySchema = "mass-summary-1";

// The half as it stands in the file, so that two of them can be compared octet for octet.
std::string_view half_of(std::string_view summary) {
  constexpr std::string_view kStart = "\"deterministic\":";
  const std::size_t start = summary.find(kStart);
  if (start == std::string_view::npos) return {};
  const std::size_t mixes = summary.find("\n\"mixes\":", start);
  const std::size_t end = std::min(mixes, summary.find("\n\"measured\":", start));
  if (end == std::string_view::npos) return {};
  return summary.substr(start + kStart.size(), end - start - kStart.size() - 1);
}

// How many cases the cells count.
std::uint64_t cases_of(const json& deterministic) {
  std::uint64_t cases = 0;
  for (const json& cell : deterministic.at("cells")) {
    if (cell.at("stratum") == kAllStrata) cases += cell.at("n").get<std::uint64_t>();
  }
  return cases;
}

Result<void> read_summary(StoredRun& run, std::uint64_t stored_cases) {
  const fs::path file = run.folder / kSummaryFile;
  const auto text = read_file(file, "summary");
  if (!text) return std::unexpected(text.error());
  const auto summary = parse_with_schema(*text, kSummarySchema, file.string());
  if (!summary) return std::unexpected(summary.error());
  try {
    const json& deterministic = summary->at("deterministic");
    deterministic.at("facts").get_to(run.facts);
    run.deterministic = half_of(*text);
    run.measured = parse_measured(summary->at("measured").dump());
    if (const std::uint64_t cases = cases_of(deterministic); cases != stored_cases) {
      return fail(Errc::malformed,
                  fmt::format("{}: {} counts {} cases and {} holds {}: they are not of one run",
                              run.folder.string(), kSummaryFile, cases, kCasesFile, stored_cases));
    }
  } catch (const json::exception& error) {
    return fail(Errc::malformed,
                fmt::format("{}: not a summary: {}", file.string(), printable(error.what())));
  }
  return {};
}

}  // namespace

Result<StoredRun> open_run(const fs::path& folder) {
  std::error_code ignored;
  if (!fs::is_directory(folder, ignored)) {
    return fail(Errc::missing, fmt::format("{}: no such run folder", folder.string()));
  }
  StoredRun run{.folder = folder};
  if (!fs::exists(folder / kManifestFile, ignored) || !fs::exists(folder / kCasesFile, ignored)) {
    const bool has_cases = fs::exists(folder / kCasesFile, ignored);
    return fail(Errc::missing, fmt::format("{}: not a run folder: it has no {}", folder.string(),
                                           has_cases ? kManifestFile : kCasesFile));
  }
  const auto text = read_file(folder / kManifestFile, "manifest");
  if (!text) return std::unexpected(text.error());
  auto manifest = parse_run_manifest(*text, (folder / kManifestFile).string());
  if (!manifest) return std::unexpected(manifest.error());
  run.manifest = *std::move(manifest);
  const auto store = CaseStore::open(folder / kCasesFile, CaseStore::Mode::read);
  if (!store) return std::unexpected(store.error());
  const auto whole = store->is_complete();
  if (!whole) return std::unexpected(whole.error());
  run.complete = *whole && fs::exists(folder / kSummaryFile, ignored);
  if (!run.complete) return run;
  const auto cases = store->count();
  if (!cases) return std::unexpected(cases.error());
  if (auto done = read_summary(run, *cases); !done) return std::unexpected(done.error());
  return run;
}

}  // namespace mass
