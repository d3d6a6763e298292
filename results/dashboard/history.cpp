#include "results/dashboard/history.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "core/base/files.hpp"
#include "core/base/text.hpp"
#include "core/message/date.hpp"
#include "results/json_schema.hpp"
#include "results/labels.hpp"
#include "results/run_folder.hpp"

namespace mass {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

CellCounts counts_of(json cell) {
  CellCounts counts;
  counts.judged = cell.at("signed").get<std::uint64_t>() - cell.at("na").get<std::uint64_t>();
  cell.at("pass").get_to(counts.passed);
  cell.at("causes").get_to(counts.causes);
  counts.all = cell.dump(-1, ' ', false, json::error_handler_t::replace);
  return counts;
}

// Throws what nlohmann::json throws when a member is missing or of another type.
void read_summary(const json& summary, DashboardRun& run) {
  for (const json& cell : summary.at("deterministic").at("cells")) {
    if (cell.at("stratum") != kAllStrata) continue;
    CellName name{cell.at("scheme").get<std::string>(), cell.at("profile").get<std::string>(),
                  cell.at("path").get<std::string>()};
    run.cells.emplace(std::move(name), counts_of(cell));
  }
  const json& measured = summary.at("measured");
  for (const auto& [name, value] : measured.items()) {
    if (value.is_number()) run.measured[name] = value.get<double>();
  }
  const auto rounds = measured.find("rounds");
  if (rounds != measured.end() && rounds->contains("cpu_us_per_case")) {
    rounds->at("cpu_us_per_case").get_to(run.cpu);
  }
}

const Manifest::Scheme* scheme_of(const Manifest& manifest, const CellName& cell) {
  const auto found =
      std::ranges::find_if(manifest.schemes, [&cell](const Manifest::Scheme& scheme) {
        return scheme.id == cell.scheme && scheme.profile == cell.profile;
      });
  return found == manifest.schemes.end() ? nullptr : &*found;
}

const Manifest::Path* path_of(const Manifest& manifest, const std::string& id) {
  const auto found = std::ranges::find(manifest.paths, id, &Manifest::Path::id);
  return found == manifest.paths.end() ? nullptr : &*found;
}

template <class Entry>
bool are_equal(const Entry* one, const Entry* other) {
  return one == nullptr || other == nullptr ? one == other : *one == *other;
}

bool is_same_cell(const Manifest& one, const Manifest& other, const CellName& cell) {
  return are_equal(scheme_of(one, cell), scheme_of(other, cell)) &&
         are_equal(path_of(one, cell.path), path_of(other, cell.path));
}

Rate rate_of(const CellCounts& counts, bool genuine) {
  return {genuine ? counts.passed : counts.judged - counts.passed, counts.judged};
}

// Exact: shares of other totals are compared by cross multiplication.
Turn turn_of(const Rate& before, const Rate& after) {
  const std::uint64_t left = before.right * after.of;
  const std::uint64_t right = after.right * before.of;
  if (left == right) return Turn::other;
  return right < left ? Turn::regression : Turn::improvement;
}

std::string grown_cause(const CellCounts& before, const CellCounts& after) {
  std::string name;
  std::uint64_t most = 0;
  for (const auto& [cause, count] : after.causes) {
    const auto found = before.causes.find(cause);
    const std::uint64_t was = found == before.causes.end() ? 0 : found->second;
    if (count <= was || count - was <= most) continue;
    most = count - was;
    name = cause;
  }
  return name;
}

class Follower {
 public:
  explicit Follower(History& history) : history_(history) {}

  // Everything that happened to one cell.
  void follow(const CellName& cell) {
    Trend trend{.cell = cell, .genuine = is_genuine(cell.path), .rates = {}, .turns = {}};
    const CellCounts* before = nullptr;
    std::size_t last = 0;
    for (std::size_t run = 0; run < history_.runs.size(); ++run) {
      const auto found = history_.runs[run].cells.find(cell);
      const CellCounts* now = found == history_.runs[run].cells.end() ? nullptr : &found->second;
      const bool speaks = now != nullptr && now->judged != 0;
      trend.rates.push_back(speaks ? rate_of(*now, trend.genuine) : Rate{});
      trend.turns.push_back(speaks ? turn(trend, before, *now, last, run) : Turn::absent);
      if (!speaks) continue;
      before = now;
      last = run;
    }
    history_.trends.push_back(std::move(trend));
  }

 private:
  Turn turn(const Trend& trend, const CellCounts* before, const CellCounts& now, std::size_t last,
            std::size_t run) {
    if (before == nullptr) return Turn::none;
    if (!is_comparable(last, run) ||
        !is_same_cell(history_.runs[last].manifest, history_.runs[run].manifest, trend.cell)) {
      return Turn::restart;
    }
    if (before->all == now.all) return Turn::none;
    const Turn turn = turn_of(trend.rates[last], trend.rates[run]);
    history_.points.push_back(
        {run, turn, trend.cell, trend.rates[last], trend.rates[run], grown_cause(*before, now)});
    return turn;
  }

  bool is_comparable(std::size_t one, std::size_t other) {
    const auto [entry, is_new] = comparable_.emplace(std::pair(one, other), false);
    if (is_new) {
      entry->second = obstacles(history_.runs[one].manifest, history_.runs[other].manifest).empty();
    }
    return entry->second;
  }

  bool is_genuine(const std::string& path) const {
    const auto found = std::ranges::find(history_.paths, path, &PathFacts::id);
    return found == history_.paths.end() || found->genuine;
  }

  History& history_;
  std::map<std::pair<std::size_t, std::size_t>, bool> comparable_;
};

}  // namespace

Result<DashboardRun> read_dashboard_run(const fs::path& folder) {
  const fs::path manifest_file = folder / kManifestFile;
  const fs::path summary_file = folder / kSummaryFile;
  const auto text = read_file(manifest_file, "manifest");
  if (!text) return std::unexpected(text.error());
  auto manifest = parse_run_manifest(*text, manifest_file.string());
  if (!manifest) return std::unexpected(manifest.error());
  const auto counted = read_file(summary_file, "summary");
  if (!counted) return std::unexpected(counted.error());
  const auto summary = parse_with_schema(*counted, "mass-summary-1", summary_file.string());
  if (!summary) return std::unexpected(summary.error());
  const fs::path name = folder.has_filename() ? folder.filename() : folder.parent_path().filename();
  DashboardRun run{.name = label(name.string()),
                   .manifest = *std::move(manifest),
                   .started = {},
                   .cells = {},
                   .measured = {},
                   .cpu = {}};
  if (const auto date = parse_mail_date(run.manifest.started)) run.started = date->time();
  try {
    read_summary(*summary, run);
  } catch (const json::exception& error) {
    return fail(Errc::malformed, fmt::format("{}: not a summary: {}", summary_file.string(),
                                             printable(error.what())));
  }
  return run;
}

std::optional<std::size_t> Trend::last(Turn turn) const {
  for (std::size_t run = turns.size(); run-- > 0;) {
    if (turns[run] == turn) return run;
  }
  return std::nullopt;
}

bool Trend::changed() const {
  return std::ranges::any_of(turns, [](Turn turn) { return turn < Turn::restart; });
}

std::vector<std::string> obstacles(const Manifest& one, const Manifest& other) {
  Manifest left = one;
  Manifest right = other;
  for (Manifest* manifest : {&left, &right}) {
    manifest->versions.clear();
    manifest->schemes.clear();
    manifest->paths.clear();
  }
  return differences(left, right);
}

History make_history(std::vector<DashboardRun> runs, std::vector<PathFacts> paths) {
  std::ranges::sort(runs, {},
                    [](const DashboardRun& run) { return std::pair(run.started, run.name); });
  History history{.runs = std::move(runs), .paths = std::move(paths), .trends = {}, .points = {}};
  std::set<CellName> cells;
  for (const DashboardRun& run : history.runs) {
    for (const auto& [cell, counts] : run.cells) cells.insert(cell);
  }
  Follower follower(history);
  for (const CellName& cell : cells) follower.follow(cell);
  std::erase_if(history.trends, [](const Trend& trend) {
    return std::ranges::all_of(trend.turns, [](Turn turn) { return turn == Turn::absent; });
  });
  std::ranges::stable_sort(history.points, [](const ChangePoint& one, const ChangePoint& other) {
    const bool first = one.turn == Turn::regression;
    const bool second = other.turn == Turn::regression;
    return first != second ? first : one.run > other.run;
  });
  return history;
}

}  // namespace mass
