#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "runner.hpp"

namespace mass::test {
namespace {

using nlohmann::json;

json summary_of(const std::string& folder) {
  return json::parse(read_file(folder + "/summary.json"));
}

const json& cell(const json& summary, const std::string& scheme, const std::string& profile,
                 const std::string& path) {
  for (const json& one : summary.at("deterministic").at("cells")) {
    if (one.at("scheme") == scheme && one.at("profile") == profile && one.at("path") == path &&
        one.at("stratum") == "all") {
      return one;
    }
  }
  throw std::runtime_error("no cell " + scheme + "/" + profile + "/" + path);
}

/// All rows over all paths, of few messages.
std::vector<std::string> broad_run(const std::string& out, const std::string& threads) {
  return {"run", "--built-in", "5", "--threads", threads, "--out", out};
}

/// More messages, of two rows over the paths that tell them apart.
std::vector<std::string> narrow_run(const std::string& out, const std::string& seed) {
  std::vector<std::string> words{"run", "--built-in", "60", "--seed", seed, "--out", out};
  for (const char* scheme : {"domainkeys", "batv"}) words.insert(words.end(), {"--scheme", scheme});
  for (const char* path : {"identity", "P18", "E01", "E05"}) {
    words.insert(words.end(), {"--path", path});
  }
  return words;
}

TEST(Run, WritesTheRunFolderAndAddsUp) {
  const TemporaryFolder folder;

  const Ran ran = run_program(MASS_PROGRAM, broad_run(folder / "run", "2"));

  ASSERT_EQ(ran.code, 0) << ran.err;
  for (const char* name : {"manifest.json", "summary.json", "cases.sqlite", "report.html"}) {
    EXPECT_TRUE(std::filesystem::exists(folder.path() / "run" / name)) << name;
  }
  const json summary = summary_of(folder / "run");
  EXPECT_EQ(summary.at("schema"), "mass-summary-1");
  std::size_t cells = 0;
  for (const json& one : summary.at("deterministic").at("cells")) {
    ++cells;
    std::uint64_t outcomes = 0;
    for (const char* outcome : {"pass", "fail", "none", "permerror", "temperror", "na"}) {
      outcomes += one.at(outcome).get<std::uint64_t>();
    }
    std::uint64_t causes = 0;
    for (const auto& [cause, count] : one.at("causes").items()) {
      causes += count.get<std::uint64_t>();
    }
    EXPECT_EQ(outcomes, one.at("signed").get<std::uint64_t>()) << one;
    EXPECT_EQ(causes, one.at("signed").get<std::uint64_t>() - one.at("pass").get<std::uint64_t>() -
                          one.at("na").get<std::uint64_t>())
        << one;
    EXPECT_EQ(one.at("tool_errors"), 0) << one;
  }
  EXPECT_GT(cells, 100U);
}

TEST(Run, WeighsPathsByTheMixOfASite) {
  const TemporaryFolder folder;
  write_file(
      folder / "mix.json",
      R"({"schema": "mass-mix-1", "id": "ours", "title": "t", "paths": {"P01": 3, "P18": 1}})");

  const Ran ran =
      run_program(MASS_PROGRAM, {"run", "--built-in", "60", "--scheme", "domainkeys/std", "--path",
                                 "P*", "--mix", folder / "mix.json", "--out", folder / "run"});

  ASSERT_EQ(ran.code, 0) << ran.err;
  const json mixes = summary_of(folder / "run").at("mixes");
  ASSERT_EQ(mixes.size(), 1U);
  EXPECT_EQ(mixes[0].at("mix"), "ours");
  EXPECT_EQ(mixes[0].at("survival_percent"), 75.0) << "direct mail passes, list mail does not";
  EXPECT_EQ(mixes[0].at("covered_percent"), 100.0);
  EXPECT_NE(ran.out.find("ours %"), std::string::npos) << ran.out;
}

TEST(Run, FindsWhatTheSheetsPredict) {
  const TemporaryFolder folder;

  const Ran ran = run_program(MASS_PROGRAM, narrow_run(folder / "run", "1"));

  ASSERT_EQ(ran.code, 0) << ran.err;
  const json summary = summary_of(folder / "run");
  const json& identity = cell(summary, "domainkeys", "std", "identity");
  EXPECT_GT(identity.at("signed"), 30);
  EXPECT_EQ(identity.at("pass"), identity.at("signed"));
  const json& footer = cell(summary, "domainkeys", "std", "P18");
  EXPECT_EQ(footer.at("pass"), 0) << "scenarios sheet section 6: an exact-scope body signature";
  const json& bounce = cell(summary, "batv", "std", "E01");
  EXPECT_EQ(bounce.at("pass"), bounce.at("signed"));
  const json& backscatter = cell(summary, "batv", "std", "E05");
  EXPECT_EQ(backscatter.at("pass"), 0);
  EXPECT_EQ(backscatter.at("fail"), backscatter.at("signed"));
}

TEST(Run, GivesTheSameDeterministicOctetsWithAnyThreads) {
  const TemporaryFolder folder;

  const Ran one = run_program(MASS_PROGRAM, broad_run(folder / "one", "1"));
  const Ran three = run_program(MASS_PROGRAM, broad_run(folder / "three", "3"));

  ASSERT_EQ(one.code + three.code, 0) << one.err << three.err;
  EXPECT_EQ(summary_of(folder / "one").at("deterministic").dump(),
            summary_of(folder / "three").at("deterministic").dump());
}

TEST(Run, AnotherSeedMakesAnotherCorpus) {
  const TemporaryFolder folder;

  const Ran first = run_program(MASS_PROGRAM, narrow_run(folder / "first", "1"));
  const Ran other = run_program(MASS_PROGRAM, narrow_run(folder / "other", "7"));

  ASSERT_EQ(first.code + other.code, 0) << first.err << other.err;
  EXPECT_NE(summary_of(folder / "first").at("deterministic").dump(),
            summary_of(folder / "other").at("deterministic").dump());
}

TEST(Run, TakesAThirdSchemeFromItsFolderAlone) {
  const TemporaryFolder folder;

  const Ran listed = run_program(MASS_PROGRAM_WITH_STAMP, {"list", "schemes"});
  const Ran ran = run_program(MASS_PROGRAM_WITH_STAMP, {"run", "--built-in", "40", "--scheme",
                                                        "stamp", "--out", folder / "run"});

  EXPECT_NE(listed.out.find("stamp"), std::string::npos);
  ASSERT_EQ(ran.code, 0) << ran.err;
  const json summary = summary_of(folder / "run");
  const json& identity = cell(summary, "stamp", "std", "identity");
  EXPECT_EQ(identity.at("pass"), identity.at("n"));
  const json& footer = cell(summary, "stamp", "std", "P18");
  EXPECT_EQ(footer.at("pass"), 0);
  EXPECT_EQ(footer.at("causes").at("body_changed").get<int>() +
                footer.at("causes").value("body_short", 0),
            footer.at("fail"));
}

}  // namespace
}  // namespace mass::test
