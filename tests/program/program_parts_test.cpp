// Runs in parts and runs that were broken off: merge, --shard and --resume.
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <thread>

#include "child.hpp"
#include "runner.hpp"
#include "stored_cases.hpp"

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

/// Leaves a finished run as one that was killed between two batches: some messages whole, one torn.
void break_off(const std::string& folder) {
  change(folder,
         "DELETE FROM cases WHERE sequence > (SELECT MAX(sequence) / 2 + 3 FROM cases);"
         "UPDATE meta SET value = 'no' WHERE key = 'complete';");
  fs::remove(folder + "/summary.json");
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
    ASSERT_EQ(run(quick_run(folder / part, {"--shard", part + std::string("/2")})).code, 0);
  }
  ASSERT_EQ(run(quick_run(folder / "other", {"--shard", "2/2", "--seed", "5"})).code, 0);
  fs::copy(folder / "2", folder / "again");
  fs::copy(folder / "2", folder / "edited");
  change(folder / "edited", "UPDATE cases SET octets_added = octets_added + 1 WHERE sequence = 1");
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
  ASSERT_EQ(run(quick_run(folder / "whole")).code, 0);
  ASSERT_EQ(run(quick_run(folder / "broken")).code, 0);
  break_off(folder / "broken");

  const Ran compared = run({"compare", folder / "whole", folder / "broken"});
  const Ran other = run(quick_run(folder / "broken", {"--resume", "--seed", "6"}));
  const Ran resumed = run(quick_run(folder / "broken", {"--resume"}));

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
    ASSERT_EQ(run(quick_run(folder / part, {"--shard", part + std::string("/2")})).code, 0);
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
  std::vector<std::string> words = quick_run(folder / "run");
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

}  // namespace
}  // namespace mass::test
