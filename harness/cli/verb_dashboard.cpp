#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <ostream>

#include "core/base/text.hpp"
#include "harness/cli/arguments.hpp"
#include "results/dashboard/page.hpp"
#include "results/report/numbers.hpp"
#include "results/run_folder.hpp"

namespace mass::cli {
namespace {

namespace fs = std::filesystem;

bool is_run(const fs::path& folder) {
  std::error_code ignored;
  return fs::exists(folder / kManifestFile, ignored) && fs::exists(folder / kSummaryFile, ignored);
}

// A run folder, or the whole runs in a folder of them.
Result<std::vector<fs::path>> runs_in(const fs::path& folder) {
  if (is_run(folder)) return std::vector{folder};
  std::error_code error;
  std::vector<fs::path> found;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    if (is_run(entry.path())) found.push_back(entry.path());
  }
  if (error) {
    return fail(Errc::missing,
                fmt::format("dashboard: {}: {}", printable(folder.string()), error.message()));
  }
  if (found.empty()) {
    return fail(Errc::missing,
                fmt::format("dashboard: {}: no whole run in it; a run folder has {} and {}",
                            printable(folder.string()), kManifestFile, kSummaryFile));
  }
  std::ranges::sort(found);
  return found;
}

// What the runs themselves say of their paths; of one that several have, the last.
std::vector<PathFacts> paths_of(const std::vector<DashboardRun>& runs) {
  std::map<std::string, PathFacts> facts;
  for (const DashboardRun& run : runs) {
    if (!run.manifest.facts) continue;
    for (const PathFacts& path : run.manifest.facts->paths) facts.insert_or_assign(path.id, path);
  }
  std::vector<PathFacts> paths;
  for (auto& [id, path] : facts) paths.push_back(std::move(path));
  return paths;
}

Result<Exit> dashboard(Tools& tools, const Arguments& args) {
  std::vector<DashboardRun> runs;
  for (const std::string& folder : args.list("run")) {
    const auto folders = runs_in(folder);
    if (!folders) return std::unexpected(folders.error());
    for (const fs::path& one : *folders) {
      auto run = read_dashboard_run(one);
      if (!run) return std::unexpected(run.error());
      runs.push_back(*std::move(run));
    }
  }
  if (runs.empty()) {
    return fail(Errc::config, "dashboard: give run folders, or a folder of runs");
  }
  std::vector<PathFacts> paths = paths_of(runs);
  const History history = make_history(std::move(runs), std::move(paths));
  const std::string file = args.text("out", "dashboard.html");
  if (auto done = write_whole(file, dashboard_page(history)); !done) {
    return std::unexpected(done.error());
  }
  const auto regressions = static_cast<std::uint64_t>(
      std::ranges::count(history.points, Turn::regression, &ChangePoint::turn));
  tools.console.out << fmt::format(
      "{}, {}, {}, of them {}\ndashboard: {}\n", counted(history.runs.size(), "run"),
      counted(history.trends.size(), "cell"), counted(history.points.size(), "change"),
      counted(regressions, "regression"), printable(file));
  return Exit::ok;
}

Exit dashboard_verb(Tools& tools, const Verb& verb, const std::vector<std::string>& words) {
  Arguments args(tools, verb);
  args.add("out", "FILE", "page to write (default: dashboard.html)");
  args.positional("run", -1);
  if (const auto done = args.parse(words)) return *done;
  const auto exit = dashboard(tools, args);
  return exit ? *exit : report(tools.console, exit.error());
}

}  // namespace

const Verb kDashboard{"dashboard",
                      "one page over many runs: trends, change points, regressions first",
                      "RUN... [options]",
                      "  massbench dashboard out/history --out dashboard.html\n"
                      "  massbench dashboard out/monday out/tuesday\n",
                      dashboard_verb};

}  // namespace mass::cli
