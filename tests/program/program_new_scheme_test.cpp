#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "runner.hpp"

namespace mass::test {
namespace {

using nlohmann::json;

// The folder that the program wrote when this test was built, and the program made of it.
const std::string kVectors = MASS_NEW_BORN_FOLDER "/vectors";

TEST(NewScheme, HasOneVectorThatFailsAndSaysWhatToDo) {
  const Ran ran =
      run_program(MASS_PROGRAM_WITH_NEW_BORN, {"conformance", kVectors, "--format", "json"});
  const json cases = json::parse(read_file(kVectors + "/cases.json"));

  EXPECT_EQ(ran.code, 1) << ran.err;
  const json answer = json::parse(ran.out);
  const json& report = answer.is_array() ? answer.at(0) : answer;
  EXPECT_EQ(report.at("total"), 2);
  EXPECT_EQ(report.at("passed"), 1);
  ASSERT_EQ(report.at("failed").size(), 1U);
  EXPECT_EQ(report.at("failed").at(0).at("id"), "from-changed");
  EXPECT_NE(cases.at("cases").at(1).at("note").get<std::string>().find("Next: "),
            std::string::npos);
}

TEST(NewScheme, RunsOverThePathsAsItIs) {
  const TemporaryFolder folder;

  const Ran ran =
      run_program(MASS_PROGRAM_WITH_NEW_BORN, {"run", "--built-in", "20", "--scheme", "new-born",
                                               "--path", "P18", "--out", folder / "run"});

  ASSERT_EQ(ran.code, 0) << ran.err;
  const json summary = json::parse(read_file(folder / "run/summary.json"));
  int seen = 0;
  for (const json& cell : summary.at("deterministic").at("cells")) {
    if (cell.at("stratum") != "all") continue;
    ++seen;
    EXPECT_EQ(cell.at("signed"), 20);
    EXPECT_EQ(cell.at("pass"), cell.at("path") == "identity" ? 20 : 0) << cell.dump();
  }
  EXPECT_EQ(seen, 2);
}

TEST(NewScheme, RefusesNamesAndFoldersThatAreTaken) {
  const TemporaryFolder folder;
  write_file(folder / "full", "x");
  const std::string there = folder.path().string();

  EXPECT_EQ(run_program(MASS_PROGRAM, {"new", "scheme", "Bad_Name", "--out", folder / "a"}).code,
            2);
  EXPECT_EQ(run_program(MASS_PROGRAM, {"new", "scheme", "batv", "--out", folder / "a"}).code, 2);
  EXPECT_EQ(run_program(MASS_PROGRAM, {"new", "path", "mine", "--out", folder / "a"}).code, 2);
  const Ran full = run_program(MASS_PROGRAM, {"new", "scheme", "mine", "--out", there});
  EXPECT_EQ(full.code, 2);
  EXPECT_NE(full.err.find("is there already"), std::string::npos) << full.err;
  EXPECT_FALSE(std::filesystem::exists(folder / "a"));
}

}  // namespace
}  // namespace mass::test
