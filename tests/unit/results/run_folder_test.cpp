#include "results/run_folder.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "results/manifest.hpp"
#include "sample.hpp"
#include "scratch.hpp"

namespace mass {
namespace {

namespace fs = std::filesystem;

std::string read(const fs::path& file) {
  std::stringstream text;
  text << std::ifstream(file, std::ios::binary).rdbuf();
  return text.str();
}

TEST(WriteWhole, ReplacesAFileAndLeavesNothingElse) {
  const Scratch scratch;
  const fs::path file = scratch.path() / "a.txt";
  ASSERT_TRUE(write_whole(file, "old"));

  ASSERT_TRUE(write_whole(file, std::string_view("new\0octets", 10)));

  EXPECT_EQ(read(file), std::string("new\0octets", 10));
  EXPECT_EQ(std::distance(fs::directory_iterator(scratch.path()), {}), 1);
}

TEST(WriteWhole, NamesFileAndReasonWhenTheFolderIsMissing) {
  const Scratch scratch;
  const fs::path file = scratch.path() / "none" / "a.txt";

  const auto written = write_whole(file, "text");

  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().code, Errc::io);
  EXPECT_EQ(written.error().what, "write " + file.string() + ": No such file or directory");
}

TEST(WriteWhole, KeepsWhatWasThereWhenTheDiskIsFull) {
  const Scratch scratch;
  const fs::path file = scratch.path() / "a.txt";
  ASSERT_TRUE(write_whole(file, "old"));
  if (!fs::exists("/dev/full")) GTEST_SKIP() << "this system has no /dev/full";
  fs::create_symlink("/dev/full", scratch.path() / "a.txt.part");

  const auto written = write_whole(file, "new");

  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().what, "write " + file.string() + ": No space left on device");
  EXPECT_EQ(read(file), "old");
  EXPECT_FALSE(fs::is_symlink(scratch.path() / "a.txt.part"));
}

TEST(WriteWhole, CleansUpWhenTheNameIsTaken) {
  const Scratch scratch;
  const fs::path file = scratch.path() / "a.txt";
  fs::create_directories(file / "inside");

  EXPECT_FALSE(write_whole(file, "text"));
  EXPECT_FALSE(fs::exists(scratch.path() / "a.txt.part"));
}

TEST(RunFolder, HasTheFilesThatAreGiven) {
  const Scratch scratch;
  const fs::path folder = scratch.path() / "out" / "run";

  ASSERT_TRUE(write_run_folder(folder, {.manifest = "m", .summary = "s", .report = ""}));

  EXPECT_EQ(read(folder / kManifestFile), "m");
  EXPECT_EQ(read(folder / kSummaryFile), "s");
  EXPECT_FALSE(fs::exists(folder / kReportFile));
}

TEST(RunFolder, NamesTheFolderThatCannotBeMade) {
  const Scratch scratch;
  std::ofstream(scratch.path() / "file") << "x";

  const auto written = write_run_folder(scratch.path() / "file" / "run", {});

  ASSERT_FALSE(written);
  EXPECT_NE(written.error().what.find((scratch.path() / "file/run").string()), std::string::npos);
}

TEST(SummaryFile, HasTwoHalves) {
  const auto json = nlohmann::json::parse(summary_file(Summary{}.to_json(), ""));

  EXPECT_EQ(json["schema"], "mass-summary-1");
  EXPECT_TRUE(json["deterministic"].contains("cells"));
  EXPECT_EQ(json["measured"], nlohmann::json::object());
}

TEST(ManifestJson, HoldsTheScenarioAsItWasGiven) {
  Manifest manifest = sample::report(6).manifest;
  manifest.scenario = R"({"b": 1.50, "a": 18446744073709551615})";

  const std::string text = to_json(manifest);

  EXPECT_NE(text.find(manifest.scenario), std::string::npos);
  EXPECT_EQ(nlohmann::json::parse(text)["scenario"]["a"], UINT64_MAX);
}

TEST(ManifestJson, IsJsonWhateverItHolds) {
  for (const std::string_view hostile : sample::kHostile) {
    Manifest manifest;
    manifest.scenario = hostile;
    manifest.command_line = {std::string(hostile)};
    manifest.corpora = {{std::string(hostile), 1, "hash"}};
    manifest.machine[std::string(hostile)] = hostile;

    const auto json = nlohmann::json::parse(to_json(manifest), nullptr, false);

    ASSERT_FALSE(json.is_discarded());
    EXPECT_TRUE(json["scenario"].is_string());
  }
}

TEST(ManifestJson, StandsAScenarioNestedDeeply) {
  Manifest manifest;
  manifest.scenario = std::string(100'000, '[') + std::string(100'000, ']');

  EXPECT_NE(to_json(manifest).find("[[["), std::string::npos);
}

}  // namespace
}  // namespace mass
