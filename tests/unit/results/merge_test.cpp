#include "results/merge.hpp"

#include <gtest/gtest.h>

#include "results/run_folder.hpp"
#include "sample.hpp"
#include "scratch.hpp"

namespace mass {
namespace {

namespace fs = std::filesystem;

Manifest manifest_of(std::uint64_t index, std::uint64_t count) {
  Manifest manifest = sample::report(3).manifest;
  manifest.shard = {.index = index, .count = count};
  return manifest;
}

// A run folder as `run --shard` leaves it.
StoredRun part(const fs::path& folder, const Manifest& manifest,
               const std::vector<Record>& records) {
  Summary summary;
  for (const Record& record : records) summary.add(record);
  summary.count("messages", records.size());
  EXPECT_TRUE(write_run_folder(folder, {.manifest = to_json(manifest),
                                        .summary = summary_file(summary.to_json(), ""),
                                        .report = {}}));
  auto store = CaseStore::open(folder / kCasesFile, CaseStore::Mode::create);
  EXPECT_TRUE(store);
  for (const Record& record : records) EXPECT_TRUE(store->add(record));
  EXPECT_TRUE(store->finish());
  auto run = open_run(folder);
  EXPECT_TRUE(run) << run.error().what;
  return *std::move(run);
}

// The records of some messages, by the rest of their number.
std::vector<Record> share(const std::vector<Record>& all, std::size_t index, std::size_t count) {
  std::vector<Record> some;
  std::map<std::string, std::size_t> numbers;
  for (const Record& record : all) {
    const std::size_t number = numbers.emplace(record.message_id, numbers.size()).first->second;
    if (number % count == index) some.push_back(record);
  }
  return some;
}

TEST(Merge, GivesTheSummaryOfTheWholeInAnyOrder) {
  const Scratch scratch;
  const std::vector<Record> all = sample::records(30);
  Summary whole;
  for (const Record& record : all) whole.add(record);
  whole.count("messages", all.size());
  std::vector<StoredRun> runs;
  for (const std::size_t i : {2U, 0U, 1U}) {
    runs.push_back(
        part(scratch.path() / std::to_string(i), manifest_of(i + 1, 3), share(all, i, 3)));
  }

  const auto parts = sort_parts(runs);
  ASSERT_TRUE(parts && parts->missing.empty() && parts->foreign.empty());
  auto store = CaseStore::open(scratch.path() / "whole", CaseStore::Mode::create);
  const auto merged = merge_parts(parts->shards, *store);

  ASSERT_TRUE(merged) << merged.error().what;
  EXPECT_EQ(merged->to_json(), whole.to_json());
  EXPECT_TRUE(store->is_complete().value());
  EXPECT_EQ(store->count().value(), all.size());
}

TEST(Merge, NamesMissingForeignAndDoubledParts) {
  const Scratch scratch;
  const std::vector<Record> all = sample::records(6);
  Manifest other = manifest_of(2, 4);
  other.seed += 1;
  const std::vector<StoredRun> runs{
      part(scratch.path() / "one", manifest_of(1, 4), share(all, 0, 4)),
      part(scratch.path() / "again", manifest_of(1, 4), share(all, 0, 4)),
      part(scratch.path() / "other", other, share(all, 1, 4)),
      part(scratch.path() / "three", manifest_of(3, 4), share(all, 2, 4))};

  const auto parts = sort_parts(runs);

  ASSERT_TRUE(parts);
  EXPECT_EQ(parts->shards.size(), 2U);
  EXPECT_TRUE(parts->conflicting.empty());
  ASSERT_EQ(parts->foreign.size(), 1U);
  EXPECT_NE(parts->foreign[0].find("other is of another run than"), std::string::npos)
      << parts->foreign[0];
  EXPECT_NE(parts->foreign[0].find("seed"), std::string::npos) << parts->foreign[0];
  ASSERT_EQ(parts->doubled.size(), 1U);
  EXPECT_NE(parts->doubled[0].find("again"), std::string::npos);
  EXPECT_EQ(parts->missing,
            (std::vector<std::string>{"shard 2/4 is missing", "shard 4/4 is missing"}));
}

TEST(Merge, DoubledPartThatDiffersIsAConflict) {
  const Scratch scratch;
  const std::vector<Record> all = sample::records(6);
  std::vector<Record> changed = all;
  changed.back().octets_added += 1;
  std::vector<Record> fewer = all;
  fewer.pop_back();
  for (const auto& [name, records] : {std::pair("changed", changed), std::pair("fewer", fewer)}) {
    const std::string folder = name;
    const std::vector<StoredRun> runs{part(scratch.path() / (folder + "1"), manifest_of(1, 1), all),
                                      part(scratch.path() / folder, manifest_of(1, 1), records)};

    const auto parts = sort_parts(runs);

    ASSERT_TRUE(parts);
    ASSERT_EQ(parts->conflicting.size(), 1U) << folder;
    EXPECT_NE(parts->conflicting[0].find(folder), std::string::npos);
    EXPECT_TRUE(parts->doubled.empty());
  }
}

TEST(Merge, CaseInTwoPartsIsABugAndAddsNothing) {
  const Scratch scratch;
  const std::vector<Record> all = sample::records(6);
  const std::vector<StoredRun> runs{part(scratch.path() / "1", manifest_of(1, 2), share(all, 0, 2)),
                                    part(scratch.path() / "2", manifest_of(2, 2), all)};
  auto store = CaseStore::open(scratch.path() / "whole", CaseStore::Mode::create);

  const auto merged = merge_parts(runs, *store);

  ASSERT_FALSE(merged);
  EXPECT_EQ(merged.error().code, Errc::internal);
  EXPECT_EQ(store->count().value(), share(all, 0, 2).size());
  EXPECT_FALSE(store->is_complete().value());
}

TEST(OpenRun, NamesFileAndReason) {
  const Scratch scratch;
  const std::vector<Record> all = sample::records(3);
  const auto error_of = [&](const char* name, auto damage) {
    const fs::path folder = scratch.path() / name;
    (void)part(folder, manifest_of(1, 1), all);
    damage(folder);
    const auto run = open_run(folder);
    return run ? std::string() : run.error().what;
  };
  const auto write = [](const fs::path& file, const std::string& text) {
    ASSERT_TRUE(write_whole(file, text));
  };

  EXPECT_NE(open_run(scratch.path() / "no").error().what.find("no such run folder"),
            std::string::npos);
  EXPECT_NE(error_of("a", [&](const fs::path& at) { fs::remove(at / kManifestFile); })
                .find("it has no manifest.json"),
            std::string::npos);
  EXPECT_NE(error_of("b",
                     [&](const fs::path& at) {
                       fs::resize_file(at / kSummaryFile, fs::file_size(at / kSummaryFile) / 2);
                     })
                .find("summary.json: not a JSON object, or only the beginning of one"),
            std::string::npos);
  EXPECT_NE(error_of("c",
                     [&](const fs::path& at) {
                       write(at / kManifestFile, R"({"schema": "mass-manifest-7"})");
                     })
                .find("manifest.json: a newer version of massbench wrote it"),
            std::string::npos);
  EXPECT_NE(error_of("d",
                     [&](const fs::path& at) {
                       write(at / kSummaryFile, R"({"schema": "mass-summary-9"})");
                     })
                .find("a newer version"),
            std::string::npos);
  EXPECT_NE(error_of("e",
                     [&](const fs::path& at) {
                       write(at / kManifestFile, R"({"schema": "mass-manifest-1", "seed": "x"})");
                     })
                .find("manifest.json: not a manifest"),
            std::string::npos);
  EXPECT_NE(error_of("f", [&](const fs::path& at) { write(at / kCasesFile, "SQLite, not"); })
                .find("cases.sqlite"),
            std::string::npos);
  EXPECT_NE(error_of("g",
                     [&](const fs::path& at) {
                       write(at / kSummaryFile, summary_file(R"({"cells":[],"facts":{}})", ""));
                     })
                .find("they are not of one run"),
            std::string::npos);
}

TEST(OpenRun, RunThatWasBrokenOffIsNotWhole) {
  const Scratch scratch;
  (void)part(scratch.path() / "run", manifest_of(1, 1), sample::records(3));
  fs::remove(scratch.path() / "run" / kSummaryFile);

  const auto run = open_run(scratch.path() / "run");

  ASSERT_TRUE(run);
  EXPECT_FALSE(run->complete);
}

TEST(Manifest, IsReadBackAsItWas) {
  Manifest manifest = manifest_of(2, 5);
  manifest.plugins = {"one.json", "two.json"};

  const auto read = parse_run_manifest(to_json(manifest), "manifest.json");

  ASSERT_TRUE(read) << read.error().what;
  EXPECT_TRUE(differences(manifest, *read).empty());
  EXPECT_EQ(read->shard, manifest.shard);
  EXPECT_EQ(read->machine, manifest.machine);
  EXPECT_EQ(read->command_line, manifest.command_line);
  EXPECT_EQ(read->corpora, manifest.corpora);
  EXPECT_EQ(read->plugins, manifest.plugins);
}

// A dashboard reads runs of many versions.
TEST(Manifest, OfAnOlderVersionTellsNoPlugins) {
  std::string text = to_json(manifest_of(2, 5));
  const std::string member = "  \"plugins\": [],\n";
  ASSERT_NE(text.find(member), std::string::npos);
  text.erase(text.find(member), member.size());

  const auto read = parse_run_manifest(text, "manifest.json");

  ASSERT_TRUE(read) << read.error().what;
  EXPECT_TRUE(read->plugins.empty());
}

}  // namespace
}  // namespace mass
