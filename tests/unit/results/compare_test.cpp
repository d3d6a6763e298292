#include "results/compare.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "results/run_folder.hpp"
#include "results/store.hpp"
#include "sample.hpp"
#include "scratch.hpp"

namespace mass {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

class Compare : public testing::Test {
 protected:
  StoredRun run(const std::string& name, const std::vector<Record>& records,
                const Manifest& manifest = sample::report(20).manifest,
                const std::string& measured = "") {
    const fs::path folder = scratch_.path() / name;
    Summary summary;
    for (const Record& record : records) summary.add(record);
    summary.count("messages", facts_);
    EXPECT_TRUE(write_run_folder(folder, {.manifest = to_json(manifest),
                                          .summary = summary_file(summary.to_json(), measured),
                                          .report = {}}));
    auto store = CaseStore::open(folder / kCasesFile, CaseStore::Mode::create);
    EXPECT_TRUE(store);
    for (const Record& record : records) EXPECT_TRUE(store->add(record));
    EXPECT_TRUE(store->finish());
    auto opened = open_run(folder);
    EXPECT_TRUE(opened) << opened.error().what;
    return *std::move(opened);
  }

  // Compares the sample with itself after `plant` changed some of its records.
  // `prepare` makes the sample another one before that.
  RunComparison planted(const std::function<void(std::vector<Record>&)>& plant,
                        const std::function<void(std::vector<Record>&)>& prepare = {}) {
    std::vector<Record> records = plain();
    if (prepare) prepare(records);
    const StoredRun base = run("base", records);
    plant(records);
    const StoredRun now = run("new", records);
    auto comparison = compare_runs(base, now);
    EXPECT_TRUE(comparison) << comparison.error().what;
    return *std::move(comparison);
  }

  // Sixty messages of one scheme on two paths; every third breaks on P18.
  static std::vector<Record> plain() {
    std::vector<Record> records;
    for (int i = 0; i < 60; ++i) {
      for (const char* path : {"P01", "P18"}) {
        Record record =
            i % 3 == 0 && std::string_view(path) == "P18" ? sample::failing() : sample::passing();
        record.message_id = "m" + std::to_string(i);
        record.path = path;
        record.case_id = record.message_id + path;
        record.message_octets = static_cast<std::uint64_t>(1000 - i);
        record.verify_cost.hashed_octets = 500;
        records.push_back(record);
      }
    }
    return records;
  }

  std::uint64_t facts_ = 60;
  Scratch scratch_;
};

std::uint64_t changed(const ComparedCell& cell, Change change) {
  return cell.changes[static_cast<std::size_t>(change)];
}

TEST_F(Compare, FindsNothingBetweenARunAndItself) {
  const RunComparison comparison = planted([](std::vector<Record>&) {});
  const RunJudgement judgement = judge(comparison, {});

  EXPECT_EQ(comparison.compared, 120U);
  EXPECT_TRUE(comparison.differences.empty());
  EXPECT_TRUE(comparison.cells.empty());
  EXPECT_TRUE(comparison.transitions.empty());
  EXPECT_TRUE(judgement.passes());
  const json value = json::parse(compare_json(comparison, judgement));
  EXPECT_EQ(value.at("gate"), "pass");
  for (const char* key : {"findings", "transitions", "cells", "facts", "differences"}) {
    EXPECT_TRUE(value.at(key).empty()) << key;
  }
}

TEST_F(Compare, FindsExactlyTheVerdictsThatWerePlanted) {
  const RunComparison comparison = planted([](std::vector<Record>& records) {
    int planted = 0;
    for (Record& record : records) {
      if (record.path != "P18" || record.outcome != Outcome::pass || planted == 7) continue;
      record.outcome = Outcome::fail;
      record.diagnosis.cause = Cause::body_changed;
      ++planted;
    }
  });

  ASSERT_EQ(comparison.cells.size(), 1U);
  const ComparedCell& cell = comparison.cells[0];
  EXPECT_EQ(cell.pairs.path, "P18");
  EXPECT_EQ(changed(cell, Change::lost), 7U);
  EXPECT_EQ(cell.pairs.judged, (PairedCounts{33, 7, 0, 20}));
  EXPECT_NEAR(cell.effect.change, -7.0 / 60, 1e-12);
  EXPECT_LT(cell.effect.high, 0);
  EXPECT_NEAR(cell.mid_p, 1.0 / 128, 1e-9);
  ASSERT_EQ(comparison.transitions.size(), 1U);
  const auto& [step, cases] = *comparison.transitions.begin();
  EXPECT_EQ(step, (Transition{Change::lost, "pass", "fail body_changed", ""}));
  EXPECT_EQ(cases.cases, 7U);
  ASSERT_EQ(cases.smallest.size(), 5U);
  EXPECT_LT(cases.smallest[0].message_octets, cases.smallest[4].message_octets);
}

TEST_F(Compare, SaysInWhichKindsOfMessageItWas) {
  const RunComparison comparison = planted([](std::vector<Record>& records) {
    for (Record& record : records) {
      record.strata = 0;
      if (record.case_id == "m1P18") record.outcome = Outcome::fail;
      if (record.case_id == "m3P18") record.diagnosis.field = "To";
      if (record.message_id == "m1") record.strata |= 1U << static_cast<unsigned>(Stratum::qp);
      if (record.message_id == "m1" || record.message_id == "m3") {
        record.strata |= 1U << static_cast<unsigned>(Stratum::html);
      }
    }
  });

  ASSERT_EQ(comparison.cells.size(), 1U);
  const auto& strata = comparison.cells[0].strata;
  ASSERT_EQ(strata.size(), 2U);
  EXPECT_EQ(strata.at("qp"), (std::array<std::uint64_t, 7>{1, 0, 0, 0, 0, 0, 0}));
  EXPECT_EQ(strata.at("html"), (std::array<std::uint64_t, 7>{1, 0, 0, 1, 0, 0, 0}));
}

TEST_F(Compare, DrawsMessagesOfOneDomainTogether) {
  const RunComparison comparison = planted(
      [](std::vector<Record>& records) {
        for (Record& record : records) {
          if (record.path == "P01" && record.domain == "d3.example") record.outcome = Outcome::fail;
        }
      },
      [](std::vector<Record>& records) {
        for (Record& record : records) {
          record.domain =
              "d" + std::to_string(std::stoi(record.message_id.substr(1)) % 6) + ".example";
        }
      });

  ASSERT_EQ(comparison.cells.size(), 1U);
  const auto& effect = comparison.cells[0].clustered;
  ASSERT_TRUE(effect);
  EXPECT_EQ(effect->clusters, 6U);
  EXPECT_NEAR(effect->design_effect, 10, 1.5) << "ten messages of a domain change as one";
}

TEST_F(Compare, LeavesExcerptsToPeople) {
  const RunComparison comparison = planted([](std::vector<Record>& records) {
    for (Record& record : records) record.diagnosis.after = "other octets";
  });

  EXPECT_TRUE(comparison.cells.empty());
}

TEST_F(Compare, TellsTheKindsOfChangeApart) {
  const RunComparison comparison = planted([](std::vector<Record>& records) {
    for (Record& record : records) {
      const std::string& id = record.case_id;
      if (id == "m0P18") record.outcome = Outcome::pass;
      if (id == "m0P18") record.diagnosis = {};
      if (id == "m3P18") record.diagnosis.field = "To";
      if (id == "m6P18") record.diagnosis.offset += 1;
      if (id == "m9P18") record.outcome = Outcome::permerror;
      if (id == "m1P01") record.verify_cost.hashed_octets += 5;
      if (id == "m2P01") record.identity = "other@example.org";
      if (id == "m4P01") record.is_signed = false;
      if (id == "m5P01") record.tool_error = "trouble";
      if (id == "m5P01") record.tool_cause = ToolCause::crash;
      if (id == "m7P01") record.reason = "other words for the same";
    }
  });

  ASSERT_EQ(comparison.cells.size(), 2U);
  const ComparedCell& direct = comparison.cells[0];
  const ComparedCell& list = comparison.cells[1];
  EXPECT_EQ(direct.pairs.path, "P01");
  EXPECT_EQ(direct.changes, (std::array<std::uint64_t, 7>{0, 0, 2, 0, 1, 1, 0}));
  EXPECT_EQ(list.changes, (std::array<std::uint64_t, 7>{0, 1, 1, 1, 1, 0, 0}));
  EXPECT_EQ(direct.pairs.judged, (PairedCounts{58, 0, 0, 0})) << "two are no longer judged";
  const CountChange& hashed = direct.counts.at("verify_hashed_octets");
  EXPECT_EQ(hashed.cases, 1U);
  EXPECT_EQ(hashed.base, 500);
  EXPECT_EQ(hashed.now, 505);
  EXPECT_TRUE(comparison.transitions.contains(
      {Change::cause, "fail hdr_changed(Subject)", "fail hdr_changed(To)", ""}));
  EXPECT_TRUE(comparison.transitions.contains({Change::detail, "pass", "pass", "identity"}));
  EXPECT_TRUE(comparison.transitions.contains({Change::other, "pass", "trouble crash", ""}));
}

TEST_F(Compare, GatesDecideWhatPasses) {
  const RunComparison comparison = planted([](std::vector<Record>& records) {
    for (Record& record : records) {
      if (record.case_id == "m1P18") record.outcome = Outcome::fail;
      if (record.path == "P01") record.octets_added += 1;
    }
  });
  const auto passes = [&comparison](const std::vector<std::string>& texts) {
    std::vector<Gate> gates;
    for (const std::string& text : texts) gates.push_back(parse_gate(text).value());
    return judge(comparison, gates).passes();
  };

  EXPECT_FALSE(passes({}));
  EXPECT_FALSE(passes({"count=any"}));
  EXPECT_TRUE(passes({"count=any", "lost=1"}));
  EXPECT_FALSE(passes({"count=any", "lost=0"}));
  EXPECT_TRUE(passes({"count:dkim/std:P01=60", "lost:*:P18=2%"}));
  EXPECT_FALSE(passes({"count:dkim/std:P01=59", "lost:*:P18=2%"}));
  EXPECT_FALSE(passes({"all=any", "lost:*:P18=1%"}));
  EXPECT_TRUE(passes({"all=any"}));
}

TEST_F(Compare, CaseThatIsGoneIsAFindingWhereBothRunsShouldHaveIt) {
  Manifest manifest = sample::report(20).manifest;
  manifest.schemes = {{.id = "dkim", .profile = "std", .parameters = {}}};
  manifest.paths = {{.id = "P01", .hash = "1"}, {.id = "P18", .hash = "2"}};
  std::vector<Record> records = plain();
  const StoredRun base = run("base", records, manifest);
  std::erase_if(records, [](const Record& record) { return record.case_id == "m8P18"; });
  const StoredRun gone = run("gone", records, manifest);
  Manifest narrow = manifest;
  narrow.paths.pop_back();
  std::erase_if(records, [](const Record& record) { return record.path == "P18"; });
  const StoredRun narrowed = run("narrowed", records, narrow);

  const RunComparison lost = compare_runs(base, gone).value();
  const RunComparison other = compare_runs(base, narrowed).value();

  ASSERT_EQ(lost.cells.size(), 1U);
  EXPECT_EQ(changed(lost.cells[0], Change::cases), 1U);
  EXPECT_FALSE(judge(lost, {}).passes());
  EXPECT_TRUE(other.cells.empty());
  EXPECT_EQ(other.only_base, 60U);
  EXPECT_EQ(other.differences, std::vector<std::string>{"path P18 is only in the first"});
  EXPECT_TRUE(judge(other, {}).passes());
}

TEST_F(Compare, OtherCorpusIsSaidAndWhatIsInBothIsCompared) {
  Manifest manifest = sample::report(20).manifest;
  std::vector<Record> records = plain();
  const StoredRun base = run("base", records, manifest);
  manifest.corpora.front().hash = "another";
  records.resize(100);
  records[0].outcome = Outcome::fail;
  facts_ = 50;
  const StoredRun now = run("new", records, manifest);

  const RunComparison comparison = compare_runs(base, now).value();

  EXPECT_EQ(comparison.compared, 100U);
  ASSERT_EQ(comparison.differences.size(), 1U);
  EXPECT_NE(comparison.differences[0].find("corpora differ"), std::string::npos);
  EXPECT_TRUE(comparison.facts.empty()) << "another corpus has other facts";
  ASSERT_EQ(comparison.cells.size(), 1U);
  EXPECT_EQ(changed(comparison.cells[0], Change::lost), 1U);
}

TEST_F(Compare, FactOfTheSameCorpusThatChangedFails) {
  const std::vector<Record> records = plain();
  const StoredRun base = run("base", records);
  facts_ = 59;
  const StoredRun now = run("new", records);

  const RunComparison comparison = compare_runs(base, now).value();

  ASSERT_EQ(comparison.facts.size(), 1U);
  EXPECT_FALSE(judge(comparison, {}).passes());
  EXPECT_TRUE(judge(comparison, {parse_gate("cases=any").value()}).passes());
}

TEST_F(Compare, RunsWithoutACommonCaseAreAnError) {
  std::vector<Record> records = plain();
  const StoredRun base = run("base", records);
  for (Record& record : records) record.case_id += "x";
  const StoredRun now = run("new", records);

  const auto comparison = compare_runs(base, now);

  ASSERT_FALSE(comparison);
  EXPECT_EQ(comparison.error().code, Errc::config);
}

TEST_F(Compare, SlowdownWarnsAndFailsOnlyByAGate) {
  const auto rounds = [](double scale) {
    json values = json::array();
    for (int i = 0; i < 12; ++i) values.push_back(scale * (100 + i % 5));
    return json{{"rounds", {{"cpu_us_per_case", values}}}}.dump();
  };
  const Manifest manifest = sample::report(20).manifest;
  const StoredRun base = run("base", plain(), manifest, rounds(1));
  const StoredRun same = run("same", plain(), manifest, rounds(1));
  const StoredRun slow = run("slow", plain(), manifest, rounds(1.5));
  const auto judged = [&base](const StoredRun& now, const std::vector<Gate>& gates) {
    return judge(compare_runs(base, now).value(), gates);
  };

  EXPECT_TRUE(judged(same, {}).slower.empty());
  EXPECT_EQ(judged(slow, {}).slower.size(), 1U);
  EXPECT_TRUE(judged(slow, {}).passes());
  EXPECT_FALSE(judged(slow, {parse_gate("time=1.2").value()}).passes());
  EXPECT_TRUE(judged(slow, {parse_gate("time=2").value()}).passes());
  EXPECT_TRUE(judged(slow, {parse_gate("time=any").value()}).slower.empty());
}

TEST_F(Compare, HostileTextStaysTextInEveryForm) {
  const RunComparison comparison = planted([](std::vector<Record>& records) {
    std::size_t at = 0;
    for (const std::string_view evil : sample::kHostile) {
      Record& record = records[2 * at++];
      record.is_signed = false;
      record.declined = evil;
    }
  });
  const RunJudgement judgement = judge(comparison, {});

  const std::string terminal = compare_text(comparison, judgement, 100);
  const std::string markdown = compare_markdown(comparison, judgement);

  for (const std::string* text : {&terminal, &markdown}) {
    EXPECT_EQ(text->find('\x1b'), std::string::npos);
    EXPECT_EQ(text->find("\xe2\x80\xae"), std::string::npos);
  }
  EXPECT_EQ(markdown.find("<script"), std::string::npos);
  EXPECT_EQ(json::parse(compare_json(comparison, judgement)).at("gate"), "fail");
}

TEST_F(Compare, MarkdownStaysWithinItsBound) {
  RunComparison comparison = planted([](std::vector<Record>&) {});
  for (int i = 0; i < 20'000; ++i) {
    comparison.differences.push_back(std::string(100, 'x') + std::to_string(i));
  }

  const std::string markdown = compare_markdown(comparison, judge(comparison, {}));

  EXPECT_LE(markdown.size(), 900U * 1024);
  EXPECT_NE(markdown.find("Cut here"), std::string::npos);
}

}  // namespace
}  // namespace mass
