#include "harness/run/runner.hpp"

#include <gtest/gtest.h>

#include <map>

#include "schemes/enrol_all.hpp"

namespace mass {
namespace {

Plan small_plan(std::size_t messages) {
  Registry registry;
  EXPECT_TRUE(enrol_all(registry));
  Scenario scenario;
  scenario.corpora = {{.path = {}, .as_is = false, .built_in_count = messages}};
  return make_plan(scenario, registry).value();
}

TEST(Runner, GivesTheSameSummaryWithAnyNumberOfThreads) {
  const Plan plan = small_plan(24);
  const auto crypto = Crypto::create().value();

  const auto one = run_plan(plan, *crypto, {.threads = 1, .on_message = {}, .on_problem = {}});
  const auto four = run_plan(plan, *crypto, {.threads = 4, .on_message = {}, .on_problem = {}});

  ASSERT_TRUE(one && four);
  EXPECT_EQ(one->summary.to_json(), four->summary.to_json());
  EXPECT_EQ(one->corpora.front().hash, four->corpora.front().hash);
}

TEST(Runner, MakesEveryCaseOfThePlanOnce) {
  const Plan plan = small_plan(10);
  const auto crypto = Crypto::create().value();
  std::map<std::string, int> seen;
  RunOptions options{.threads = 2, .on_message = {}, .on_problem = {}};
  options.on_message = [&seen](std::span<const Record> records) {
    for (const Record& record : records) ++seen[record.case_id];
    return true;
  };

  const auto outcome = run_plan(plan, *crypto, options);

  ASSERT_TRUE(outcome);
  EXPECT_EQ(seen.size(), plan.cases(10));
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
  Plan plan = small_plan(30);
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

}  // namespace
}  // namespace mass
