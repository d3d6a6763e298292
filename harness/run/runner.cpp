#include "harness/run/runner.hpp"

#include <atomic>
#include <mutex>
#include <optional>
#include <thread>

#include "core/base/ids.hpp"
#include "core/base/text.hpp"
#include "harness/run/case_runner.hpp"
#include "harness/run/sample.hpp"

namespace mass {
namespace {

void count_facts(Summary& summary, const CorpusMessage& message) {
  summary.count("messages");
  summary.count("line_ends." + std::string(name_of(message.line_ends)));
  for (const std::string& field : message.removed) summary.count("removed." + ascii_lower(field));
}

// One corpus being read and run by several threads.
class CorpusRun {
 public:
  CorpusRun(World& world, const RunOptions& options, RunOutcome& outcome, CorpusReader& reader,
            const Sample& sample, CorpusFacts& facts)
      : world_(world),
        options_(options),
        outcome_(outcome),
        reader_(reader),
        sample_(sample),
        facts_(facts) {}

  void run() {
    std::vector<std::jthread> others;
    for (unsigned i = 1; i < options_.threads; ++i) others.emplace_back([this] { work(); });
    work();
    others.clear();  // joins
    facts_.hash = hash_.finish();
  }

 private:
  std::optional<CorpusMessage> take() {
    const std::scoped_lock lock(reading_);
    while (!stopped_) {
      auto item = reader_.next();
      if (!item) return std::nullopt;
      if (auto* problem = std::get_if<CorpusProblem>(&*item)) {
        ++facts_.problems;
        if (options_.on_problem) options_.on_problem(*problem);
        continue;
      }
      auto& message = std::get<CorpusMessage>(*item);
      if (!sample_.takes(message)) continue;
      ++facts_.messages;
      hash_.add(message.id);
      return std::move(message);
    }
    return std::nullopt;
  }

  void work() {
    Summary mine;
    while (auto message = take()) {
      const std::vector<Record> records = run_message(world_, *message);
      for (const Record& record : records) mine.add(record);
      count_facts(mine, *message);
      const std::scoped_lock lock(telling_);
      if (options_.on_message && !options_.on_message(records)) {
        stopped_ = true;
        outcome_.complete = false;
      }
    }
    const std::scoped_lock lock(telling_);
    outcome_.summary.merge(mine);
  }

  World& world_;
  const RunOptions& options_;
  RunOutcome& outcome_;
  CorpusReader& reader_;
  const Sample& sample_;
  CorpusFacts& facts_;
  IdBuilder hash_;
  std::mutex reading_;
  std::mutex telling_;
  std::atomic<bool> stopped_ = false;
};

}  // namespace

Result<RunOutcome> run_plan(const Plan& plan, const Crypto& crypto, const RunOptions& options) {
  RunOutcome outcome;
  World world(plan, crypto, options.servers);
  for (const CorpusChoice& choice : plan.scenario.corpora) {
    const auto sample = Sample::draw(plan, choice);
    if (!sample) return std::unexpected(sample.error());
    auto reader = open_choice(choice, plan.scenario.seed);
    if (!reader) return std::unexpected(reader.error());
    CorpusFacts facts{.name = choice.path.empty() ? "built-in" : choice.path};
    CorpusRun(world, options, outcome, **reader, *sample, facts).run();
    outcome.summary.count("problems", facts.problems);
    if (facts.messages == 0 && outcome.complete) {
      return fail(Errc::missing, "read corpus " + facts.name + ": no message in it");
    }
    outcome.corpora.push_back(std::move(facts));
    if (!outcome.complete) break;
  }
  return outcome;
}

}  // namespace mass
