#include "results/store.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "results/labels.hpp"
#include "results/sqlite.hpp"
#include "results/sum_cases.hpp"
#include "sample.hpp"
#include "scratch.hpp"

namespace mass {
namespace {

namespace fs = std::filesystem;
using Mode = CaseStore::Mode;

CaseStore filled(const fs::path& file, const std::vector<Record>& records) {
  auto store = CaseStore::open(file, Mode::create);
  EXPECT_TRUE(store) << store.error().what;
  for (const Record& record : records) EXPECT_TRUE(store->add(record));
  EXPECT_TRUE(store->finish());
  return *std::move(store);
}

Summary fold(const CaseStore& store) {
  Summary summary;
  EXPECT_TRUE(store.for_each([&summary](const Record& record) { summary.add(record); }));
  return summary;
}

Summary fold(const std::vector<Record>& records) {
  Summary summary;
  for (const Record& record : records) summary.add(record);
  return summary;
}

TEST(CaseStore, GivesBackEveryPartOfARecord) {
  const Scratch scratch;
  Record record = sample::failing();
  record.identity = "joe@example.org";
  record.state = "bad";
  record.disposition = Disposition::reject;
  record.strata = 0x25;
  record.domain = "example.org";
  record.octets_added = -3;
  record.sign_cost.private_operations = 7;
  record.verify_cost = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
  record.forward_cost = {10, 9, 8, 7, 6, 5, 4, 3, 2, 1};
  record.was_forwarded = true;
  record.proven = Proven::intermediary;
  record.lookups = {"dns s._domainkey.example.com", "dns SRV _krs._tcp.example.com"};

  const CaseStore store = filled(scratch.path() / "cases.sqlite", {record});
  const auto found = store.find("c1");

  ASSERT_TRUE(found && *found);
  const Record& got = **found;
  EXPECT_EQ(got.message_id, "m1");
  EXPECT_EQ(got.origin, record.origin);
  EXPECT_EQ(got.scheme, "dkim");
  EXPECT_EQ(got.profile, "std");
  EXPECT_EQ(got.path, "P18");
  EXPECT_EQ(got.strata, 0x25U);
  EXPECT_EQ(got.domain, "example.org");
  EXPECT_TRUE(got.is_signed);
  EXPECT_EQ(got.at_origin, Outcome::pass);
  EXPECT_EQ(got.outcome, Outcome::fail);
  EXPECT_EQ(got.state, "bad");
  EXPECT_EQ(got.identity, "joe@example.org");
  EXPECT_EQ(got.disposition, Disposition::reject);
  EXPECT_EQ(got.diagnosis.cause, Cause::hdr_changed);
  EXPECT_EQ(got.diagnosis.field, "Subject");
  EXPECT_EQ(got.diagnosis.offset, 8U);
  EXPECT_EQ(got.diagnosis.before, "subject:dinner\\x0D\\x0A");
  EXPECT_EQ(got.diagnosis.after, "subject:[list] dinner\\x0D\\x0A");
  EXPECT_EQ(got.diagnosis.step, 0);
  EXPECT_EQ(got.diagnosis.step_name, "T03 subjtag");
  EXPECT_EQ(got.diagnosis.source, "RFC 6376 section 3.7");
  EXPECT_EQ(got.reason, record.reason);
  EXPECT_EQ(got.message_octets, 500U);
  EXPECT_EQ(got.octets_added, -3);
  EXPECT_EQ(got.sign_cost, record.sign_cost);
  EXPECT_EQ(got.verify_cost, record.verify_cost);
  EXPECT_EQ(got.forward_cost, record.forward_cost);
  EXPECT_EQ(got.was_forwarded, record.was_forwarded);
  EXPECT_EQ(got.proven, record.proven);
  EXPECT_EQ(got.lookups, record.lookups);
}

TEST(CaseStore, KeepsDeclinedAndFailedCases) {
  const Scratch scratch;
  Record record = sample::passing();
  record.is_signed = false;
  record.declined = "no_from";
  record.tool_error = "no memory";
  record.tool_cause = ToolCause::crash;

  const CaseStore store = filled(scratch.path() / "cases.sqlite", {record});
  const auto found = store.find("c1");

  ASSERT_TRUE(found && *found);
  EXPECT_FALSE((*found)->is_signed);
  EXPECT_EQ((*found)->declined, "no_from");
  EXPECT_EQ((*found)->tool_error, "no memory");
  EXPECT_EQ((*found)->tool_cause, ToolCause::crash);
}

TEST(CaseStore, FoldsToTheSameSummary) {
  const Scratch scratch;
  std::vector<Record> records = sample::records(30);
  for (Record& record : records) {
    if (record.message_id == records[0].message_id) record.origin.assign(10'000, '\x01');
  }
  records[1].diagnosis.field.assign(10'000, '\xff');

  const CaseStore store = filled(scratch.path() / "cases.sqlite", records);

  EXPECT_TRUE(fold(store) == fold(records));
}

TEST(CaseStore, IsSummedByManyAsByOne) {
  const Scratch scratch;
  const fs::path file = scratch.path() / "cases.sqlite";
  const std::vector<Record> records = sample::records(300);
  ASSERT_GT(records.size(), 5000U) << "or one thread reads them all";
  (void)filled(file, records);

  const auto sum = sum_cases(file);

  ASSERT_TRUE(sum) << sum.error().what;
  EXPECT_TRUE(*sum == fold(records));
}

TEST(CaseStore, IsNotSummedWhenACaseIsDamaged) {
  const Scratch scratch;
  const fs::path file = scratch.path() / "cases.sqlite";
  (void)filled(file, sample::records(300));
  ASSERT_TRUE(Database::open(file, Database::Access::write)
                  ->run("UPDATE cases SET outcome = 'perhaps' WHERE sequence = 4000"));

  const auto sum = sum_cases(file);

  ASSERT_FALSE(sum);
  EXPECT_NE(sum.error().what.find("perhaps"), std::string::npos) << sum.error().what;
}

TEST(CaseStore, SumsNothingToNothing) {
  const Scratch scratch;
  const fs::path file = scratch.path() / "cases.sqlite";
  (void)filled(file, {});

  const auto sum = sum_cases(file);

  ASSERT_TRUE(sum) << sum.error().what;
  EXPECT_TRUE(*sum == Summary());
}

TEST(CaseStore, HoldsPrintableTextWhateverMessagesHold) {
  const Scratch scratch;
  std::vector<Record> records;
  for (const std::string_view hostile : sample::kHostile) {
    Record record = sample::failing();
    record.case_id = "c" + std::to_string(records.size());
    record.message_id = "m" + std::to_string(records.size());
    record.origin = record.state = record.reason = record.identity = hostile;
    record.diagnosis.field = record.diagnosis.step_name = hostile;
    record.diagnosis.before = record.diagnosis.after = hostile;
    records.push_back(record);
  }

  const CaseStore store = filled(scratch.path() / "cases.sqlite", records);

  std::size_t seen = 0;
  ASSERT_TRUE(store.for_each([&](const Record& record) {
    for (const char c : record.reason + record.origin + record.diagnosis.field +
                            record.diagnosis.before + record.diagnosis.after) {
      EXPECT_FALSE((c >= 0 && c < ' ') || c == '\x7f');
    }
    EXPECT_EQ(cause_key(record.diagnosis), cause_key(records[seen].diagnosis));
    ++seen;
  }));
  EXPECT_EQ(seen, records.size());
}

TEST(CaseStore, FindsTheSmallestFailuresOfACellAndCause) {
  const Scratch scratch;
  std::vector<Record> records(6, sample::failing());
  for (std::size_t i = 0; i < records.size(); ++i) {
    records[i].case_id = "c" + std::to_string(i);
    records[i].message_octets = 900 - 100 * i;
  }
  records[5].diagnosis.field = "From";
  records[4].path = "P17";
  records[3].outcome = Outcome::pass;

  const CaseStore store = filled(scratch.path() / "cases.sqlite", records);
  const auto found =
      store.smallest_failures({"dkim", "std", "P18", "all"}, "hdr_changed(Subject)", 2);

  ASSERT_TRUE(found);
  ASSERT_EQ(found->size(), 2U);
  EXPECT_EQ((*found)[0].case_id, "c2");
  EXPECT_EQ((*found)[1].case_id, "c1");
}

TEST(CaseStore, AnswersADrillDownFromAnIndex) {
  const Scratch scratch;
  const fs::path file = scratch.path() / "cases.sqlite";
  {
    (void)filled(file, sample::records(30));
  }
  const auto database = Database::open(file, Database::Access::read);
  ASSERT_TRUE(database);
  auto plan = Statement::prepare(
      *database,
      "EXPLAIN QUERY PLAN SELECT case_id FROM cases WHERE scheme = ? AND profile = ? AND path = ? "
      "AND cause = ? AND cause <> '' ORDER BY message_octets, case_id LIMIT 5");
  ASSERT_TRUE(plan);

  std::string text;
  while (plan->step(*database).value_or(false)) {
    (void)plan->number(), (void)plan->number(), (void)plan->number();
    text += plan->text() + ";";
  }

  EXPECT_NE(text.find("cases_by_cell"), std::string::npos) << text;
  EXPECT_EQ(text.find("TEMP B-TREE"), std::string::npos) << text;
}

TEST(CaseStore, LosesOnlyTheLastBatchWhenItIsBroken) {
  const Scratch scratch;
  const fs::path file = scratch.path() / "cases.sqlite";
  constexpr int kAdded = 7000;
  {
    auto store = CaseStore::open(file, Mode::create);
    ASSERT_TRUE(store);
    for (int i = 0; i < kAdded; ++i) {
      Record record = sample::passing();
      record.case_id = std::to_string(i);
      ASSERT_TRUE(store->add(record));
    }
  }

  const auto store = CaseStore::open(file, Mode::read);

  ASSERT_TRUE(store);
  EXPECT_EQ(store->is_complete().value(), false);
  int kept = 0;
  ASSERT_TRUE(store->for_each([&kept](const Record&) { ++kept; }));
  EXPECT_GE(kept, kAdded / 2);
  EXPECT_LT(kept, kAdded);
}

TEST(CaseStore, ResumesWithoutCountingACaseTwice) {
  const Scratch scratch;
  const fs::path file = scratch.path() / "cases.sqlite";
  const std::vector<Record> records = sample::records(20);
  {
    (void)filled(file, {records.begin(), records.begin() + 300});
  }
  {
    auto store = CaseStore::open(file, Mode::resume);
    ASSERT_TRUE(store);
    EXPECT_FALSE(store->is_complete().value());
    for (std::size_t i = 250; i < records.size(); ++i) ASSERT_TRUE(store->add(records[i]));
    ASSERT_TRUE(store->finish());
  }

  const auto store = CaseStore::open(file, Mode::read);

  ASSERT_TRUE(store);
  EXPECT_TRUE(store->is_complete().value());
  EXPECT_TRUE(fold(*store) == fold(records));
}

TEST(CaseStore, SaysWhatIsWrongWithAFile) {
  const Scratch scratch;
  const fs::path missing = scratch.path() / "missing.sqlite";
  const fs::path text = scratch.path() / "text.sqlite";
  const fs::path other = scratch.path() / "other.sqlite";
  std::ofstream(text) << std::string(5000, 'x');
  ASSERT_TRUE(Database::open(other, Database::Access::write)->run("CREATE TABLE t (x)"));

  EXPECT_EQ(CaseStore::open(missing, Mode::read).error().code, Errc::missing);
  EXPECT_EQ(CaseStore::open(text, Mode::read).error().code, Errc::malformed);
  EXPECT_EQ(CaseStore::open(other, Mode::resume).error().code, Errc::malformed);
  EXPECT_EQ(CaseStore::open(other, Mode::create).error().code, Errc::config);
  EXPECT_EQ(CaseStore::open(scratch.path() / "no" / "x.sqlite", Mode::create).error().code,
            Errc::io);
  EXPECT_NE(CaseStore::open(text, Mode::read).error().what.find(text.string()), std::string::npos);
}

TEST(CaseStore, RefusesToAddWhenOpenToRead) {
  const Scratch scratch;
  const fs::path file = scratch.path() / "cases.sqlite";
  {
    (void)filled(file, {sample::passing()});
  }

  auto store = CaseStore::open(file, Mode::read);

  ASSERT_TRUE(store);
  EXPECT_FALSE(store->add(sample::passing()));
}

TEST(CaseStore, SaysSoWhenAWordInItIsNotOurs) {
  const Scratch scratch;
  const fs::path file = scratch.path() / "cases.sqlite";
  {
    (void)filled(file, {sample::passing()});
  }
  ASSERT_TRUE(
      Database::open(file, Database::Access::write)->run("UPDATE cases SET outcome = 'maybe'"));

  const auto found = CaseStore::open(file, Mode::read)->find("c1");

  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().code, Errc::malformed);
}

TEST(CaseStore, FindsNothingThatIsNotThere) {
  const Scratch scratch;
  const CaseStore store = filled(scratch.path() / "cases.sqlite", {sample::failing()});

  EXPECT_FALSE(store.find("'; DROP TABLE cases; --").value());
  EXPECT_TRUE(store.find("c1").value());
}

}  // namespace
}  // namespace mass
