#include <gtest/gtest.h>
#include <sqlite3.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <thread>

#include "child.hpp"
#include "runner.hpp"

namespace mass::test {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

/// The deterministic half as it stands in the file.
std::string half(const std::string& folder) {
  const std::string text = read_file(folder + "/summary.json");
  const auto start = text.find("\"deterministic\":");
  const auto end = text.find("\"mixes\":");
  EXPECT_NE(end, std::string::npos) << folder;
  return start == std::string::npos ? "" : text.substr(start, end - start);
}

void edit(const std::string& folder, const std::string& sql) {
  sqlite3* database = nullptr;
  ASSERT_EQ(sqlite3_open((folder + "/cases.sqlite").c_str(), &database), SQLITE_OK);
  EXPECT_EQ(sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK)
      << sqlite3_errmsg(database);
  sqlite3_close(database);
}

/// Leaves a finished run as one that was killed between two batches: some messages whole, one torn.
void break_off(const std::string& folder) {
  edit(folder,
       "DELETE FROM cases WHERE sequence > (SELECT MAX(sequence) / 2 + 3 FROM cases);"
       "UPDATE meta SET value = 'no' WHERE key = 'complete';");
  fs::remove(folder + "/summary.json");
}

std::vector<std::string> small_run(const std::string& out,
                                   const std::vector<std::string>& more = {}) {
  std::vector<std::string> words{"run", "--built-in", "30", "--out", out};
  for (const char* scheme : {"domainkeys/std", "batv"}) {
    words.insert(words.end(), {"--scheme", scheme});
  }
  for (const char* path : {"P01", "P07", "P18", "E01"}) words.insert(words.end(), {"--path", path});
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

Ran run(const std::vector<std::string>& words) {
  return run_program(MASS_PROGRAM, words);
}

/// Two corpora that share a message, with messages that are there twice and one that is no mail.
std::vector<std::string> make_corpora(const TemporaryFolder& folder) {
  std::vector<std::string> words;
  for (const char* name : {"one", "two"}) {
    const fs::path at = folder.path() / name;
    fs::create_directory(at);
    for (int i = 0; i < 12; ++i) {
      const std::string number = std::to_string(i % 10);
      write_file(at / (std::to_string(i) + ".eml"),
                 "From: a@" + std::string(name) + ".example\nSubject: " + number + "\n\nbody\n");
    }
    write_file(at / "shared.eml", "From: a@shared.example\nSubject: s\n\nthe same\n");
    write_file(at / "empty.eml", "");
    write_file(at / "void.eml", "");
    words.insert(words.end(), {"--corpus", at});
  }
  return words;
}

TEST(Merge, GivesTheDeterministicOctetsOfAnUnshardedRun) {
  const TemporaryFolder folder;
  const std::vector<std::string> corpora = make_corpora(folder);
  const auto words = [&](const std::string& out) {
    std::vector<std::string> all{"run", "--scheme", "domainkeys", "--path", "P1*", "--out", out};
    all.insert(all.end(), corpora.begin(), corpora.end());
    return all;
  };
  ASSERT_EQ(run(words(folder / "whole")).code, 0);
  for (const char* part : {"1/3", "2/3", "3/3"}) {
    auto all = words(folder / ("part" + std::string(1, part[0])));
    all.insert(all.end(), {"--shard", part, "--threads", "2"});
    ASSERT_EQ(run(all).code, 0);
  }

  const Ran merged = run(
      {"merge", folder / "part2", folder / "part3", folder / "part1", "--out", folder / "merged"});
  const Ran compared = run({"compare", folder / "whole", folder / "merged", "--format", "json"});

  ASSERT_EQ(merged.code, 0) << merged.err;
  EXPECT_EQ(half(folder / "whole"), half(folder / "merged"));
  const json whole = json::parse(read_file(folder / "whole/summary.json"));
  const json summary = json::parse(read_file(folder / "merged/summary.json"));
  EXPECT_EQ(whole.at("mixes"), summary.at("mixes"));
  const json& facts = whole.at("deterministic").at("facts");
  EXPECT_EQ(facts.at("problems"), 4);
  EXPECT_EQ(facts.at("repeated"), 1);
  const json manifest = json::parse(read_file(folder / "merged/manifest.json"));
  EXPECT_FALSE(manifest.contains("shard"));
  EXPECT_EQ(manifest.at("corpora"),
            json::parse(read_file(folder / "whole/manifest.json")).at("corpora"));
  EXPECT_EQ(compared.code, 0) << compared.out;
  EXPECT_TRUE(fs::exists(folder / "merged/report.html"));
}

TEST(Merge, NamesWhatIsMissingDoubledOrForeign) {
  const TemporaryFolder folder;
  for (const char* part : {"1", "2"}) {
    ASSERT_EQ(run(small_run(folder / part, {"--shard", part + std::string("/2")})).code, 0);
  }
  ASSERT_EQ(run(small_run(folder / "other", {"--shard", "2/2", "--seed", "5"})).code, 0);
  fs::copy(folder / "2", folder / "again");
  fs::copy(folder / "2", folder / "edited");
  edit(folder / "edited", "UPDATE cases SET octets_added = octets_added + 1 WHERE sequence = 1");
  const auto merge = [&](const std::vector<std::string>& parts) {
    std::vector<std::string> words{"merge", "--out", folder / "merged"};
    for (const std::string& part : parts) words.push_back(folder / part);
    return run(words);
  };

  const Ran missing = merge({"1"});
  const Ran foreign = merge({"1", "other"});
  const Ran conflict = merge({"1", "2", "edited"});
  const bool nothing_written = !fs::exists(folder / "merged");
  const Ran doubled = merge({"1", "2", "again"});
  const Ran itself = run({"merge", folder / "1", folder / "2", "--out", folder / "2"});
  const Ran absent = merge({"1", "nowhere"});

  EXPECT_EQ(missing.code, 4);
  EXPECT_NE(missing.err.find("shard 2/2 is missing"), std::string::npos) << missing.err;
  EXPECT_EQ(foreign.code, 2);
  EXPECT_NE(foreign.err.find("other is of another run than"), std::string::npos) << foreign.err;
  EXPECT_NE(foreign.err.find("seed 20040804 and 5"), std::string::npos) << foreign.err;
  EXPECT_EQ(conflict.code, 5);
  EXPECT_NE(conflict.err.find("edited should have the same results"), std::string::npos)
      << conflict.err;
  EXPECT_TRUE(nothing_written);
  EXPECT_EQ(doubled.code, 0) << doubled.err;
  EXPECT_NE(doubled.err.find("again have the same results"), std::string::npos) << doubled.err;
  EXPECT_EQ(itself.code, 2);
  EXPECT_NE(itself.err.find("is one of the parts"), std::string::npos) << itself.err;
  EXPECT_TRUE(fs::exists(folder / "2/summary.json"));
  EXPECT_EQ(absent.code, 3) << absent.err;
}

TEST(Resume, GoesOnWhereWholeMessagesAreKept) {
  const TemporaryFolder folder;
  ASSERT_EQ(run(small_run(folder / "whole")).code, 0);
  ASSERT_EQ(run(small_run(folder / "broken")).code, 0);
  break_off(folder / "broken");

  const Ran compared = run({"compare", folder / "whole", folder / "broken"});
  const Ran other = run(small_run(folder / "broken", {"--resume", "--seed", "6"}));
  const Ran resumed = run(small_run(folder / "broken", {"--resume"}));

  EXPECT_EQ(compared.code, 4) << compared.err;
  EXPECT_NE(compared.err.find("broken: the run was broken off"), std::string::npos);
  EXPECT_EQ(other.code, 2);
  EXPECT_NE(other.err.find("seed 20040804 and 6"), std::string::npos) << other.err;
  ASSERT_EQ(resumed.code, 0) << resumed.err;
  EXPECT_EQ(half(folder / "whole"), half(folder / "broken"));
  EXPECT_EQ(run({"compare", folder / "whole", folder / "broken"}).code, 0);
}

TEST(Resume, BrokenOffShardIsNotMerged) {
  const TemporaryFolder folder;
  for (const char* part : {"1", "2"}) {
    ASSERT_EQ(run(small_run(folder / part, {"--shard", part + std::string("/2")})).code, 0);
  }
  break_off(folder / "2");

  const Ran merged = run({"merge", folder / "1", folder / "2", "--out", folder / "merged"});

  EXPECT_EQ(merged.code, 4);
  EXPECT_NE(merged.err.find("was broken off"), std::string::npos) << merged.err;
}

TEST(Resume, RefusesACorpusThatChanged) {
  const TemporaryFolder folder;
  const std::vector<std::string> corpora = make_corpora(folder);
  std::vector<std::string> words{"run", "--scheme", "domainkeys",  "--path",
                                 "P01", "--out",    folder / "run"};
  words.insert(words.end(), corpora.begin(), corpora.end());
  ASSERT_EQ(run(words).code, 0);
  fs::remove(folder / "run/summary.json");
  write_file(folder / "one/0.eml", "From: b@one.example\n\nanother\n");
  words.emplace_back("--resume");

  const Ran resumed = run(words);

  EXPECT_EQ(resumed.code, 2) << resumed.err;
  EXPECT_FALSE(fs::exists(folder / "run/summary.json"));
}

TEST(Resume, SchedulerThatEndsARunLeavesOneToGoOnWith) {
  const TemporaryFolder folder;
  std::vector<std::string> words = small_run(folder / "run");
  words[2] = "20000";
  Child child(MASS_PROGRAM, words);
  for (int i = 0; i < 500 && !fs::exists(folder / "run/cases.sqlite"); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }

  const int code = child.stop();

  EXPECT_EQ(code, 4);
  EXPECT_NE(child.errors().find("--resume goes on"), std::string::npos) << child.errors();
  EXPECT_FALSE(fs::exists(folder / "run/summary.json"));
  const json manifest = json::parse(read_file(folder / "run/manifest.json"));
  EXPECT_EQ(manifest.at("finished"), "");
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
  ASSERT_EQ(run(small_run(folder / "good")).code, 0);
  const auto damaged = [&](const std::string& name) {
    fs::copy(folder / "good", folder / name);
    return folder / name;
  };
  const std::string torn = damaged("torn");
  fs::resize_file(torn + "/cases.sqlite", fs::file_size(torn + "/cases.sqlite") / 2);
  const std::string newer = damaged("newer");
  edit(newer, "UPDATE meta SET value = 'mass-cases-99' WHERE key = 'schema'");
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
