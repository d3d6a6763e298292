#include "results/dashboard/history.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "results/dashboard/page.hpp"
#include "results/run_folder.hpp"
#include "sample.hpp"
#include "scratch.hpp"

namespace mass {
namespace {

const CellName kCell{"dkim", "std", "P18"};

DashboardRun run_of(const std::string& name, std::int64_t day, std::uint64_t passed,
                    std::map<std::string, std::uint64_t> causes = {}) {
  DashboardRun run{.name = name,
                   .manifest = {},
                   .started = from_unix(86400 * day),
                   .cells = {},
                   .measured = {},
                   .cpu = {}};
  run.manifest.seed = 7;
  run.manifest.corpora = {{"built-in", 100, "c0ffee"}};
  run.manifest.schemes = {{"dkim", "std", {{"bits", std::int64_t{1024}}}}};
  run.manifest.paths = {{"P18", "f00d"}};
  run.manifest.versions = {{"massbench", "0." + std::to_string(day)}};
  std::string all = std::to_string(passed);
  for (const auto& [cause, count] : causes) all += cause + std::to_string(count);
  run.cells[kCell] = {.judged = 100, .passed = passed, .causes = std::move(causes), .all = all};
  return run;
}

std::vector<Turn> turns_of(const History& history) {
  return history.trends.empty() ? std::vector<Turn>{} : history.trends.front().turns;
}

TEST(History, FollowsTheTimeAndNotTheOrderOfFolders) {
  const History history =
      make_history({run_of("b", 2, 90), run_of("a", 3, 90), run_of("c", 1, 95)}, {});

  EXPECT_EQ(history.runs.front().name, "c");
  EXPECT_EQ(turns_of(history), (std::vector{Turn::none, Turn::regression, Turn::none}));
}

TEST(History, CallsAnyOtherCountAChangePoint) {
  const History history = make_history(
      {run_of("a", 1, 90, {{"body_changed", 10}}), run_of("b", 2, 90, {{"hdr_changed(To)", 10}}),
       run_of("c", 3, 99, {{"hdr_changed(To)", 1}})},
      {});

  EXPECT_EQ(turns_of(history), (std::vector{Turn::none, Turn::other, Turn::improvement}));
  ASSERT_EQ(history.points.size(), 2U);
  EXPECT_EQ(history.points[1].cause, "hdr_changed(To)");
  EXPECT_EQ(history.points[0].cause, "") << "none grew";
}

TEST(History, CallsMoreFalseAcceptsARegression) {
  const std::vector<PathFacts> forged{{.id = "P18", .genuine = false}};

  const History history = make_history({run_of("a", 1, 5), run_of("b", 2, 6)}, forged);

  EXPECT_EQ(turns_of(history).back(), Turn::regression);
  EXPECT_EQ(history.points.front().after.right, 94U);
}

TEST(History, BeginsANewSeriesWhereRunsCannotBeCompared) {
  const DashboardRun base = run_of("a", 1, 90);
  DashboardRun seed = run_of("b", 2, 80);
  seed.manifest.seed = 8;
  DashboardRun corpus = run_of("b", 2, 80);
  corpus.manifest.corpora[0].hash = "bad";
  DashboardRun path = run_of("b", 2, 80);
  path.manifest.paths[0].hash = "bad";
  DashboardRun parameters = run_of("b", 2, 80);
  parameters.manifest.schemes[0].parameters["bits"] = std::int64_t{2048};

  for (const DashboardRun& other : {seed, corpus, path, parameters}) {
    const History history = make_history({base, other}, {});
    EXPECT_EQ(turns_of(history), (std::vector{Turn::none, Turn::restart}));
    EXPECT_TRUE(history.points.empty());
  }
}

TEST(History, ComparesAcrossARunThatLacksTheCell) {
  DashboardRun between = run_of("b", 2, 0);
  between.cells.clear();

  const History history = make_history({run_of("a", 1, 90), between, run_of("c", 3, 80)}, {});

  EXPECT_EQ(turns_of(history), (std::vector{Turn::none, Turn::absent, Turn::regression}));
}

TEST(History, PutsRegressionsFirstAndTheNewestOfThemBefore) {
  const History history = make_history(
      {run_of("a", 1, 90), run_of("b", 2, 80), run_of("c", 3, 95), run_of("d", 4, 70)}, {});

  ASSERT_EQ(history.points.size(), 3U);
  EXPECT_EQ(history.points[0].run, 3U);
  EXPECT_EQ(history.points[1].run, 1U);
  EXPECT_EQ(history.points[2].turn, Turn::improvement);
}

TEST(DashboardRun, IsReadFromManifestAndSummary) {
  const Scratch scratch;
  const Report report = sample::report(20);
  ASSERT_TRUE(write_run_folder(
      scratch.path() / "run",
      {.manifest = to_json(report.manifest),
       .summary = summary_file(report.summary.to_json(),
                               R"({"wall_seconds":2,"rounds":{"cpu_us_per_case":[1,2]}})"),
       .report = {}}));

  const auto run = read_dashboard_run(scratch.path() / "run");

  ASSERT_TRUE(run) << run.error().what;
  EXPECT_EQ(run->name, "run");
  EXPECT_EQ(run->cpu.size(), 2U);
  const Cell& cell = report.summary.cells().at({"dkim", "std", "P18", "all"});
  EXPECT_EQ(run->cells.at(kCell).judged, cell.is_signed);
  EXPECT_EQ(run->cells.at(kCell).causes, cell.causes);
}

TEST(DashboardRun, SaysWhichFileIsDamaged) {
  const Scratch scratch;
  ASSERT_TRUE(write_run_folder(scratch.path(), {.manifest = to_json(Manifest{}),
                                                .summary = R"({"schema":"mass-summary-1"})",
                                                .report = {}}));

  const auto run = read_dashboard_run(scratch.path());

  ASSERT_FALSE(run);
  EXPECT_NE(run.error().what.find("summary.json"), std::string::npos) << run.error().what;
}

TEST(DashboardPage, ShowsHostileNamesAsText) {
  DashboardRun run = run_of("<script>", 1, 90);
  run.cells[{"<script>", "</script>", "\"'"}] = {.judged = 1, .passed = 1, .causes = {}, .all = ""};
  run.manifest.machine["cpu"] = "\" onmouseover=\"x";
  run.manifest.scenario_name = "</script><b>";

  const std::string page = dashboard_page(make_history({run, run_of("b\x1b", 2, 80)}, {}));

  EXPECT_EQ(page.find("</script><b>"), std::string::npos);
  EXPECT_EQ(page.find("onmouseover=\"x"), std::string::npos);
  EXPECT_EQ(page.find('\x1b'), std::string::npos);
  EXPECT_NE(page.find("&lt;script&gt;"), std::string::npos);
}

TEST(DashboardPage, SaysSoWhenThereIsNothingToSay) {
  const std::string page = dashboard_page(make_history({run_of("a", 1, 90)}, {}));

  EXPECT_NE(page.find("<h3>Regressions</h3>\n<p>None.</p>"), std::string::npos);
}

}  // namespace
}  // namespace mass
