#include <gtest/gtest.h>

#include <array>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "runner.hpp"
#include "stored_cases.hpp"

namespace mass::test {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

Ran run(const std::vector<std::string>& words) {
  return run_program(MASS_PROGRAM, words);
}

/// A run over a scenario of which one thing can be another.
struct Planted {
  std::string parameters = "{}";
  std::string step;
  std::string servers = "{}";
  std::string gates = "[]";
};

std::string run_planted(const TemporaryFolder& folder, const std::string& name,
                        const Planted& planted) {
  const std::string path = folder / (name + "-path.json");
  write_file(path, R"({"schema": "mass-path-1", "id": "ours", "title": "t", "hops": [
      {"host": "list.example", "steps": [)" +
                       planted.step + "]}]}");
  const std::string scenario = folder / (name + ".json");
  write_file(scenario, R"({"schema": "mass-scenario-1", "corpora": [{"built_in": 40}],
      "schemes": [{"scheme": "domainkeys", "profile": "std", "label": "row", "parameters": )" +
                           planted.parameters +
                           R"(}, {"scheme": "batv", "profile": "std"}],
      "paths": ["P01", "P03", "ours", "E01"], "path_files": [")" +
                           path + R"("], "servers": )" + planted.servers + R"(, "gates": )" +
                           planted.gates + "}");
  const std::string out = folder / (name + "-run");
  const Ran ran = run({"run", scenario, "--out", out});
  EXPECT_EQ(ran.code, 0) << ran.err;
  return out;
}

const char* const kTag = R"({"apply": "T03", "with": {"tag": "[ours]"}})";

/// `scheme profile path change` of every finding, and which transitions there are.
struct Found {
  int code = -1;
  std::set<std::string> cells;
  std::set<std::string> changes;
  std::set<std::string> verdicts;  ///< `from to`, of changed verdicts and causes.
  json all;
};

Found compare(const std::string& base, const std::string& now) {
  const Ran ran = run({"compare", base, now, "--format", "json"});
  Found found{.code = ran.code, .all = json::parse(ran.out, nullptr, false)};
  EXPECT_FALSE(found.all.is_discarded()) << ran.out << ran.err;
  for (const json& one : found.all.at("findings")) {
    found.cells.insert(one.at("scheme").get<std::string>() + " " +
                       one.at("path").get<std::string>());
    found.changes.insert(one.at("change").get<std::string>());
  }
  for (const json& one : found.all.at("transitions")) {
    if (one.at("what") != "") continue;
    found.verdicts.insert(one.at("from").get<std::string>() + " > " +
                          one.at("to").get<std::string>());
  }
  return found;
}

TEST(CompareProgram, IdenticalRunsDifferInNothing) {
  const TemporaryFolder folder;
  const std::string base = run_planted(folder, "base", {.step = kTag});
  const std::string again = run_planted(folder, "again", {.step = kTag});

  const Found found = compare(base, again);

  EXPECT_EQ(found.code, 0);
  EXPECT_TRUE(found.cells.empty());
  EXPECT_TRUE(found.all.at("transitions").empty());
  EXPECT_TRUE(found.all.at("differences").empty()) << found.all.at("differences");
}

TEST(CompareProgram, FindsAPlantedCanonicalizationInItsCellsOnly) {
  const TemporaryFolder folder;
  const std::string base = run_planted(folder, "base", {.step = kTag});
  const std::string now =
      run_planted(folder, "new", {.parameters = R"({"canonicalization": "simple"})", .step = kTag});

  const Found found = compare(base, now);

  EXPECT_EQ(found.code, 1);
  for (const std::string& cell : found.cells) EXPECT_TRUE(cell.starts_with("domainkeys ")) << cell;
  EXPECT_TRUE(found.changes.contains("lost")) << "a relay that folds and strips blanks, P03";
  std::set<std::string> lost;
  for (const json& one : found.all.at("findings")) {
    if (one.at("change") == "lost") lost.insert(one.at("path"));
  }
  EXPECT_EQ(lost, std::set<std::string>{"P03"});
  ASSERT_EQ(found.all.at("differences").size(), 1U) << found.all.at("differences");
  EXPECT_NE(found.all.at("differences")[0].get<std::string>().find("canonicalization"),
            std::string::npos);
}

TEST(CompareProgram, FindsAPlantedTransformInItsCellOnly) {
  const TemporaryFolder folder;
  const std::string base = run_planted(folder, "base", {.step = kTag});
  const std::string now =
      run_planted(folder, "new", {.step = R"({"apply": "T30", "with": {"text": "-- \nours\n"}})"});

  const Found found = compare(base, now);

  EXPECT_EQ(found.code, 1);
  EXPECT_EQ(found.cells, std::set<std::string>{"domainkeys ours"});
  EXPECT_TRUE(found.verdicts.contains("fail hdr_changed(Subject) > fail body_changed"))
      << found.all.at("transitions");
  EXPECT_EQ(found.all.at("differences"),
            json::parse(R"(["path ours is another one under the same name"])"));
}

TEST(CompareProgram, FindsPlantedKeyRecordsThatAreGone) {
  const TemporaryFolder folder;
  const std::string base = run_planted(folder, "base", {.step = kTag});
  const std::string now = run_planted(
      folder, "new", {.step = kTag, .servers = R"({"faults_per_mille": {"absent": 150}})"});

  const Found found = compare(base, now);

  EXPECT_EQ(found.code, 1);
  for (const std::string& cell : found.cells) {
    EXPECT_TRUE(cell.starts_with("domainkeys ")) << cell << ": the others ask for no key";
  }
  ASSERT_FALSE(found.verdicts.empty());
  for (const std::string& step : found.verdicts) {
    EXPECT_TRUE(step.ends_with(" key_missing")) << step;
  }
}

/// What really differs between two runs, counted by hand: `scheme path`, then how many cases have
/// another verdict or cause, another detail, and another count.
std::map<std::string, std::array<int, 3>> counted_by_hand(const std::string& base,
                                                          const std::string& now) {
  const std::string sql =
      "ATTACH '" + now +
      "/cases.sqlite' AS new; "
      "SELECT a.scheme, a.path, a.outcome || a.cause || a.is_signed || a.tool_cause "
      "<> b.outcome || b.cause || b.is_signed || b.tool_cause AS verdict, "
      "(a.state, a.identity, a.disposition, a.step, a.step_name, a.offset_octets, a.field, "
      "a.at_origin, a.proven) <> (b.state, b.identity, b.disposition, b.step, b.step_name, "
      "b.offset_octets, b.field, b.at_origin, b.proven) AS detail, "
      "(a.octets_added, a.sign_hashed_octets, a.verify_hashed_octets, a.verify_hash_operations, "
      "a.verify_public_operations, a.verify_dns_lookups, a.verify_lookup_octets, "
      "a.verify_lookup_wait_us) <> (b.octets_added, b.sign_hashed_octets, b.verify_hashed_octets, "
      "b.verify_hash_operations, b.verify_public_operations, b.verify_dns_lookups, "
      "b.verify_lookup_octets, b.verify_lookup_wait_us) AS count "
      "FROM main.cases AS a JOIN new.cases AS b USING (case_id)";
  std::map<std::string, std::array<int, 3>> cells;
  for (const Row& row : ask(base, sql)) {
    constexpr std::array kKinds{"verdict", "detail", "count"};
    for (std::size_t kind = 0; kind < kKinds.size(); ++kind) {
      if (row.at(kKinds[kind]) == "0") continue;
      ++cells[row.at("scheme") + " " + row.at("path")][kind];
      break;  // a case counts once
    }
  }
  return cells;
}

/// The same as the program tells it.
std::map<std::string, std::array<int, 3>> told(const Found& found) {
  std::map<std::string, std::array<int, 3>> cells;
  for (const json& one : found.all.at("findings")) {
    const std::string change = one.at("change");
    const std::size_t kind = change == "detail" ? 1 : change == "count" ? 2 : 0;
    cells[one.at("scheme").get<std::string>() + " " + one.at("path").get<std::string>()][kind] +=
        one.at("cases").get<int>();
  }
  return cells;
}

TEST(CompareProgram, FindsExactlyWhatWasPlanted) {
  const TemporaryFolder folder;
  const std::string base = run_planted(folder, "base", {.step = kTag});
  const struct {
    const char* name;
    Planted planted;
    std::set<std::string> paths;  ///< On which a verdict or a cause may change.
    std::set<std::string> ends;   ///< Verdict and cause of these in the new run; empty: any.
  } plants[] = {
      {"canon", {.parameters = R"({"canonicalization": "simple"})", .step = kTag}, {"P03"}, {}},
      {"transform",
       {.step = R"({"apply": "T30", "with": {"text": "-- \nours\n"}})"},
       {"ours"},
       {"pass", "fail body_changed"}},
      {"key",
       {.parameters = R"({"key_granularity": "nobody"})", .step = kTag},
       {},
       {"fail ident_mismatch"}},
  };
  for (const auto& plant : plants) {
    const std::string now = run_planted(folder, plant.name, plant.planted);

    const Found found = compare(base, now);

    EXPECT_EQ(found.code, 1) << plant.name;
    const auto by_hand = counted_by_hand(base, now);
    EXPECT_FALSE(by_hand.empty()) << plant.name;
    EXPECT_EQ(told(found), by_hand) << plant.name;
    int moved = 0;
    for (const auto& [cell, counts] : by_hand) {
      EXPECT_TRUE(cell.starts_with("domainkeys ")) << plant.name << ": " << cell;
      moved += counts[0];
      const std::string path = cell.substr(cell.find(' ') + 1);
      if (counts[0] != 0 && !plant.paths.empty()) {
        EXPECT_TRUE(plant.paths.contains(path)) << plant.name << ": " << path;
      }
    }
    EXPECT_GT(moved, 0) << plant.name;
    for (const std::string& step : found.verdicts) {
      EXPECT_TRUE(plant.ends.empty() || plant.ends.contains(step.substr(step.find(" > ") + 3)))
          << plant.name << ": " << step;
    }
  }
}

TEST(CompareProgram, WritesFindingsForCiSystems) {
  const TemporaryFolder folder;
  const std::string base = run_planted(folder, "base", {.step = kTag});
  const std::string now =
      run_planted(folder, "new", {.step = R"({"apply": "T30", "with": {"text": "-- \nours\n"}})"});

  const Ran ran = run(
      {"compare", base, now, "--report", "junit=" + (folder / "c.xml"), "--format", "annotations"});
  const Ran same = run({"compare", base, base, "--format", "junit"});

  EXPECT_EQ(ran.code, 1) << ran.err;
  EXPECT_TRUE(ran.out.starts_with("::error title=domainkeys row on ours::")) << ran.out;
  const std::string xml = read_file(folder / "c.xml");
  EXPECT_NE(xml.find("classname=\"domainkeys.row\" name=\"ours: cause\""), std::string::npos)
      << xml;
  EXPECT_NE(xml.find("again: massbench repro"), std::string::npos) << xml;
  EXPECT_EQ(same.code, 0);
  EXPECT_NE(same.out.find("tests=\"1\" failures=\"0\""), std::string::npos) << same.out;
}

TEST(CompareProgram, GatesOfTheScenarioAndTheCommandLineDecide) {
  const TemporaryFolder folder;
  const std::string base = run_planted(folder, "base", {.step = kTag});
  const Planted planted{.step = R"({"apply": "T30", "with": {"text": "-- \nours\n"}})",
                        .gates = R"(["all:domainkeys:ours=any"])"};
  const std::string now = run_planted(folder, "new", planted);

  EXPECT_EQ(run({"compare", base, now}).code, 0);
  EXPECT_EQ(run({"compare", base, now, "--gate", "cause=0"}).code, 1);
  EXPECT_EQ(run({"compare", base, now, "--gate", "cause=0", "--gate", "cause=100%"}).code, 0);
  const Ran wrong = run({"compare", base, now, "--gate", "lots=1"});
  EXPECT_EQ(wrong.code, 2);
  EXPECT_NE(wrong.err.find("did you mean lost?"), std::string::npos) << wrong.err;
}

TEST(CompareProgram, ReproLineMakesTheCaseAgain) {
  const TemporaryFolder folder;
  const std::string base = run_planted(folder, "base", {.step = kTag});
  const std::string now =
      run_planted(folder, "new", {.step = R"({"apply": "T30", "with": {"text": "-- \nours\n"}})"});
  const Found found = compare(base, now);
  ASSERT_FALSE(found.all.at("transitions").empty());
  const json& one = found.all.at("transitions")[0].at("smallest")[0];

  const Ran repro = run({"repro", now, one.at("case")});
  const Ran again = run({"run", now + "/manifest.json", "--path", one.at("path"), "--message",
                         one.at("message"), "--out", folder / "case"});

  EXPECT_EQ(one.at("repro"), "massbench repro " + now + " " + one.at("case").get<std::string>());
  EXPECT_EQ(repro.code, 0) << repro.err;
  ASSERT_EQ(again.code, 0) << again.err;
  const Ran compared = run({"compare", now, folder / "case", "--format", "json"});
  EXPECT_EQ(compared.code, 0) << compared.out;
  EXPECT_GT(json::parse(compared.out).at("cases").at("compared"), 0);
}

TEST(CompareProgram, FoldersThatCannotBeUsedAreToldWithTheReason) {
  const TemporaryFolder folder;
  ASSERT_EQ(run(quick_run(folder / "good")).code, 0);
  const auto damaged = [&](const std::string& name) {
    fs::copy(folder / "good", folder / name);
    return folder / name;
  };
  const std::string torn = damaged("torn");
  fs::resize_file(torn + "/cases.sqlite", fs::file_size(torn + "/cases.sqlite") / 2);
  const std::string newer = damaged("newer");
  change(newer, "UPDATE meta SET value = 'mass-cases-99' WHERE key = 'schema'");
  const std::string summary = damaged("summary");
  fs::resize_file(summary + "/summary.json", 100);
  const auto expect = [&](const std::string& now, int code, const std::string& what) {
    const Ran ran = run({"compare", folder / "good", now});
    EXPECT_EQ(ran.code, code) << ran.err;
    EXPECT_NE(ran.err.find(what), std::string::npos) << ran.err;
    EXPECT_TRUE(ran.out.empty()) << ran.out;
  };

  expect(torn, 2, "torn/cases.sqlite: not a case store");
  expect(newer, 2, "newer/cases.sqlite: a newer version of massbench wrote it");
  expect(summary, 2, "summary/summary.json: not a JSON object");
  expect(folder / "nowhere", 3, "nowhere: no such run folder");
  expect(folder.path(), 3, "not a run folder");
  EXPECT_EQ(run({"compare", folder / "good"}).code, 2);
  EXPECT_EQ(run({"compare", folder / "good", folder / "good", "--format", "xml"}).code, 2);
}

}  // namespace
}  // namespace mass::test
