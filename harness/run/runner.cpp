#include "harness/run/runner.hpp"

#include <atomic>
#include <mutex>
#include <optional>
#include <set>
#include <thread>

#include "core/base/ids.hpp"
#include "core/base/text.hpp"
#include "harness/run/case_runner.hpp"
#include "harness/run/sample.hpp"
#include "harness/run/shard.hpp"

namespace mass {
namespace {

void count_facts(Summary& summary, const CorpusMessage& message) {
  summary.count("messages");
  summary.count("line_ends." + std::string(name_of(message.line_ends)));
  for (const std::string& field : message.removed) summary.count("removed." + ascii_lower(field));
}

using Ids = std::set<std::string, std::less<>>;

// One corpus being read and run by several threads.
class CorpusRun {
 public:
  // `earlier` holds the ids of the corpora before this one and receives those of this one.
  CorpusRun(World& world, const RunOptions& options, RunOutcome& outcome, CorpusReader& reader,
            const Sample& sample, CorpusFacts& facts, Ids& earlier)
      : world_(world),
        options_(options),
        outcome_(outcome),
        reader_(reader),
        sample_(sample),
        facts_(facts),
        earlier_(earlier) {}

  void run() {
    std::vector<std::jthread> others;
    for (unsigned i = 1; i < options_.threads; ++i) others.emplace_back([this] { work(); });
    work();
    others.clear();  // joins
    facts_.hash = hash_.finish();
    outcome_.summary.merge(read_);
  }

 private:
  // The next message to run. What is counted here is counted while reading, under its lock.
  std::optional<CorpusMessage> take() {
    const std::scoped_lock lock(reading_);
    while (!stopped_) {
      auto item = reader_.next();
      if (!item) return std::nullopt;
      if (auto* problem = std::get_if<CorpusProblem>(&*item)) {
        note(*problem);
        continue;
      }
      auto& message = std::get<CorpusMessage>(*item);
      if (!sample_.takes(message)) continue;
      ++facts_.messages;
      hash_.add(message.id);
      if (!falls_to(options_.shard, message.id)) continue;
      if (is_repeated(message.id)) {
        read_.count("repeated");
        continue;
      }
      count_facts(read_, message);
      if (options_.is_known && options_.is_known(message.id)) {
        ++outcome_.known;
        continue;
      }
      return std::move(message);
    }
    return std::nullopt;
  }

  void note(const CorpusProblem& problem) {
    if (!falls_to(options_.shard, facts_.problems++)) return;
    read_.count("problems");
    if (options_.on_problem) options_.on_problem(problem);
  }

  // Within one corpus the reader tells messages of the same octets apart.
  bool is_repeated(const std::string& id) {
    const bool is_only_corpus = world_.plan().scenario.corpora.size() == 1;
    return !is_only_corpus && !earlier_.insert(id).second;
  }

  void work() {
    Summary mine;
    while (auto message = take()) {
      const std::vector<Record> records = run_message(world_, *message);
      for (const Record& record : records) mine.add(record);
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
  Ids& earlier_;
  Summary read_;  // facts only
  IdBuilder hash_;
  std::mutex reading_;
  std::mutex telling_;
  std::atomic<bool> stopped_ = false;
};

}  // namespace

Result<RunOutcome> run_plan(const Plan& plan, const Crypto& crypto, const RunOptions& options) {
  RunOutcome outcome;
  World world(plan, crypto, options.servers);
  outcome.summary.count("problems", 0);
  Ids ids;
  for (const CorpusChoice& choice : plan.scenario.corpora) {
    const auto sample = Sample::draw(plan, choice);
    if (!sample) return std::unexpected(sample.error());
    auto reader = open_choice(choice, plan.scenario.seed);
    if (!reader) return std::unexpected(reader.error());
    CorpusFacts facts{.name = choice.path.empty() ? "built-in" : choice.path};
    CorpusRun(world, options, outcome, **reader, *sample, facts, ids).run();
    if (facts.messages == 0 && outcome.complete) {
      return fail(Errc::missing, "read corpus " + facts.name + ": no message in it");
    }
    outcome.corpora.push_back(std::move(facts));
    if (!outcome.complete) break;
  }
  return outcome;
}

}  // namespace mass
