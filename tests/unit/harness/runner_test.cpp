#include "harness/run/runner.hpp"

#include <gtest/gtest.h>

#include <array>
#include <map>
#include <set>

#include "harness/run/shard.hpp"
#include "schemes/enrol_all.hpp"

namespace mass {
namespace {

Plan small_plan(std::size_t messages, const std::vector<SchemeChoice>& rows = {}) {
  Registry registry;
  EXPECT_TRUE(enrol_all(registry));
  Scenario scenario;
  scenario.schemes = rows;
  scenario.corpora = {{.path = {}, .as_is = false, .built_in_count = messages}};
  return make_plan(scenario, registry).value();
}

/// Where it is the messages that matter: one row that is quick and one on paths of its own.
const std::vector<SchemeChoice> kTwoRows{{.scheme = "domainkeys"}, {.scheme = "batv"}};

TEST(Runner, GivesTheSameSummaryWithAnyNumberOfThreads) {
  const Plan plan = small_plan(5);
  const auto crypto = Crypto::create().value();

  const auto one = run_plan(plan, *crypto, {.threads = 1, .on_message = {}, .on_problem = {}});
  const auto four = run_plan(plan, *crypto, {.threads = 4, .on_message = {}, .on_problem = {}});

  ASSERT_TRUE(one && four);
  EXPECT_EQ(one->summary.to_json(), four->summary.to_json());
  EXPECT_EQ(one->corpora.front().hash, four->corpora.front().hash);
}

TEST(Runner, MakesEveryCaseOfThePlanOnce) {
  const Plan plan = small_plan(4);
  const auto crypto = Crypto::create().value();
  std::map<std::string, int> seen;
  RunOptions options{.threads = 2, .on_message = {}, .on_problem = {}};
  options.on_message = [&seen](std::span<const Record> records) {
    for (const Record& record : records) ++seen[record.case_id];
    return true;
  };

  const auto outcome = run_plan(plan, *crypto, options);

  ASSERT_TRUE(outcome);
  EXPECT_EQ(seen.size(), plan.cases(4));
  for (const auto& [id, times] : seen) EXPECT_EQ(times, 1) << id;
}

TEST(Runner, StopsWhenTold) {
  const Plan plan = small_plan(30);
  const auto crypto = Crypto::create().value();
  RunOptions options{.threads = 2, .on_message = {}, .on_problem = {}};
  options.on_message = [](std::span<const Record>) { return false; };

  const auto outcome = run_plan(plan, *crypto, options);

  ASSERT_TRUE(outcome);
  EXPECT_FALSE(outcome->complete);
}

TEST(Runner, SamplesTheSameMessagesWhateverTheThreads) {
  Plan plan = small_plan(30, kTwoRows);
  plan.scenario.sample = 7;
  const auto crypto = Crypto::create().value();

  const auto one = run_plan(plan, *crypto, {.threads = 1, .on_message = {}, .on_problem = {}});
  const auto two = run_plan(plan, *crypto, {.threads = 2, .on_message = {}, .on_problem = {}});

  ASSERT_TRUE(one && two);
  EXPECT_EQ(one->corpora.front().messages, 7U);
  EXPECT_EQ(one->summary.to_json(), two->summary.to_json());
}

// A list breaks what the author signed and mends it by taking part: what breaks the message for
// good comes later.
TEST(Runner, BlamesAStepBehindTheOneThatMendedTheMessage) {
  const auto path = parse_path(R"({"schema": "mass-path-1", "id": "mended", "title": "t", "hops": [
    {"host": "lists.example.org", "role": "mediator",
     "steps": [{"apply": "T03", "with": {"tag": "[a]"}}, {"take_part": true}]},
    {"host": "gateway.example.net", "steps": [{"apply": "T03", "with": {"tag": "[b]"}}]}]})",
                               "mended.json");
  ASSERT_TRUE(path) << path.error().what;
  Plan plan = small_plan(12);
  plan.paths = {*path};
  plan.participants = participating_domains(plan.paths);
  const auto crypto = Crypto::create().value();
  std::map<std::string, int> blamed;
  RunOptions options{.threads = 1, .on_message = {}, .on_problem = {}};
  options.on_message = [&blamed](std::span<const Record> records) {
    for (const Record& record : records) {
      const bool is_plain = record.profile == "std" && record.was_forwarded;
      if (!is_plain || record.outcome != Outcome::fail) continue;
      if (record.scheme != "arc" && record.scheme != "dkim") continue;
      ++blamed[record.scheme];
      EXPECT_EQ(record.diagnosis.step, 2) << record.scheme << ' ' << record.message_id;
      EXPECT_EQ(record.diagnosis.field, "Subject") << record.scheme;
    }
    return true;
  };

  ASSERT_TRUE(run_plan(plan, *crypto, options));

  EXPECT_GT(blamed["arc"], 5);
  EXPECT_GT(blamed["dkim"], 5);
}

TEST(Runner, ShardsAddUpToTheWhole) {
  const Plan plan = small_plan(24, kTwoRows);
  const auto crypto = Crypto::create().value();
  const auto whole = run_plan(plan, *crypto, {.threads = 2});

  Summary sum;
  for (std::uint64_t index = 1; index <= 3; ++index) {
    const auto part = run_plan(plan, *crypto, {.shard = {index, 3}});
    ASSERT_TRUE(part);
    EXPECT_EQ(part->corpora.front().hash, whole->corpora.front().hash);
    EXPECT_EQ(part->corpora.front().messages, 24U);
    EXPECT_FALSE(part->summary == whole->summary);
    sum.merge(part->summary);
  }

  EXPECT_EQ(sum.to_json(), whole->summary.to_json());
}

TEST(Runner, CountsKnownMessagesAndDoesNotRunThem) {
  const Plan plan = small_plan(12, kTwoRows);
  const auto crypto = Crypto::create().value();
  std::set<std::string> first_ids;
  const auto remember = [&first_ids](std::span<const Record> records) {
    if (first_ids.size() < 5) first_ids.insert(records.front().message_id);
    return true;
  };
  ASSERT_TRUE(run_plan(plan, *crypto, {.on_message = remember}));
  std::size_t run = 0;

  const auto outcome =
      run_plan(plan, *crypto,
               {.is_known = [&first_ids](const std::string& id) { return first_ids.contains(id); },
                .on_message = [&run](std::span<const Record>) { return ++run != 0; }});

  ASSERT_TRUE(outcome);
  EXPECT_EQ(outcome->known, 5U);
  EXPECT_EQ(run, 7U);
  EXPECT_EQ(outcome->summary.facts().at("messages"), 12U);
}

TEST(Shard, EveryMessageFallsToOnePart) {
  std::array<int, 4> sizes{};
  for (int i = 0; i < 4000; ++i) {
    const std::string id = std::to_string(i);
    int parts = 0;
    for (std::uint64_t index = 1; index <= 4; ++index) {
      if (!falls_to({index, 4}, id)) continue;
      ++parts;
      ++sizes[index - 1];
    }
    EXPECT_EQ(parts, 1) << id;
  }
  for (const int size : sizes) EXPECT_NEAR(size, 1000, 150);
}

TEST(Shard, IsReadAsPartOfSoMany) {
  EXPECT_EQ(parse_shard("2/5").value(), (Manifest::Shard{2, 5}));
  for (const char* text : {"", "1", "0/3", "4/3", "1/0", "-1/3", "1/3/5", "a/b", "1/999999999"}) {
    EXPECT_FALSE(parse_shard(text)) << text;
  }
}

}  // namespace
}  // namespace mass
