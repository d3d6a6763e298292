#include "harness/cli/evaluation.hpp"

#include <fmt/format.h>
#include <sys/resource.h>

#include <atomic>
#include <csignal>
#include <nlohmann/json.hpp>
#include <ostream>
#include <set>

#include "core/base/text.hpp"
#include "harness/cli/facts.hpp"
#include "harness/cli/progress_line.hpp"
#include "harness/cli/run_output.hpp"
#include "harness/run/runner.hpp"
#include "results/run_folder.hpp"
#include "results/store.hpp"
#include "results/stored_run.hpp"

namespace mass::cli {
namespace {

namespace fs = std::filesystem;

// Set by Ctrl-C and by a scheduler that ends a job; a handler can reach nothing but a lock-free
// global.
std::atomic<bool> interrupted = false;
static_assert(std::atomic<bool>::is_always_lock_free);

class InterruptGuard {
 public:
  InterruptGuard() {
    const auto note = [](int) { interrupted = true; };
    interrupt_ = std::signal(SIGINT, note);
    terminate_ = std::signal(SIGTERM, note);
  }
  ~InterruptGuard() {
    std::signal(SIGINT, interrupt_);
    std::signal(SIGTERM, terminate_);
  }
  InterruptGuard(const InterruptGuard&) = delete;
  InterruptGuard& operator=(const InterruptGuard&) = delete;

 private:
  void (*interrupt_)(int);
  void (*terminate_)(int);
};

// For the progress bar; reading a corpus is quick beside running it.
std::optional<std::uint64_t> count_messages(const Plan& plan) {
  std::uint64_t total = 0;
  for (const CorpusChoice& choice : plan.scenario.corpora) {
    if (choice.path.empty()) {
      total += choice.built_in_count;
      continue;
    }
    auto reader = open_choice(choice, plan.scenario.seed);
    if (!reader) return std::nullopt;
    while (auto item = (*reader)->next()) {
      if (std::holds_alternative<CorpusMessage>(*item)) ++total;
    }
  }
  return total;
}

double seconds_of(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

// Processor time of all threads so far.
double cpu_seconds() {
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  return seconds_of(used.ru_utime) + seconds_of(used.ru_stime);
}

// Microseconds of processor time per case in up to twenty rounds, from where the clock stood before
// the first message and after each.
std::vector<double> cost_rounds(const std::vector<double>& clock, std::size_t cases_per_message) {
  constexpr std::size_t kRounds = 20;
  const std::size_t messages = clock.size() - 1;
  const std::size_t rounds = std::min(messages, kRounds);
  std::vector<double> costs;
  for (std::size_t round = 0; round < rounds; ++round) {
    const std::size_t from = round * messages / rounds;
    const std::size_t to = (round + 1) * messages / rounds;
    costs.push_back(1e6 * (clock[to] - clock[from]) /
                    static_cast<double>((to - from) * cases_per_message));
  }
  return costs;
}

class Evaluation {
 public:
  Evaluation(Tools& tools, const Plan& plan, const EvaluationOptions& options)
      : tools_(tools), plan_(plan), options_(options) {}

  Result<Exit> run() {
    const double begin = tools_.console.seconds();
    results_.manifest = make_manifest(tools_, plan_, options_);
    auto published = key_facts(tools_, plan_);
    if (!published) return std::unexpected(published.error());
    results_.manifest.facts->published = *std::move(published);
    auto store = open_store();
    if (!store) return std::unexpected(store.error());
    auto outcome = run_cases(*store);
    if (!outcome) return std::unexpected(outcome.error());
    if (!outcome->complete) return leave(*store);
    if (outcome->known != known_.size()) {
      return fail(
          Errc::config,
          fmt::format("--resume: the corpora hold {} of the {} messages that {} has results "
                      "of: they changed; run without --resume",
                      outcome->known, known_.size(), options_.folder.string()));
    }
    if (auto done = store->finish(); !done) return std::unexpected(done.error());
    for (const CorpusFacts& corpus : outcome->corpora) {
      results_.manifest.corpora.push_back({corpus.name, corpus.messages, corpus.hash});
    }
    results_.summary.merge(outcome->summary);
    results_.measured = measured_half(tools_.console.seconds() - begin);
    return put_out(tools_, options_, std::move(results_), *store);
  }

 private:
  // A new store, or with --resume the one that is there. Either way the folder says from now on
  // which run it holds and that it is not whole.
  Result<CaseStore> open_store() {
    std::error_code ignored;
    const fs::path file = options_.folder / kCasesFile;
    if (options_.resume && fs::exists(file, ignored)) {
      if (auto ours = check_same_run(); !ours) return std::unexpected(ours.error());
      for (const auto name : {kSummaryFile, kReportFile})
        fs::remove(options_.folder / name, ignored);
      auto store = CaseStore::open(file, CaseStore::Mode::resume);
      if (!store) return store;
      if (auto read = read_known(*store); !read) return std::unexpected(read.error());
      if (auto done = write_manifest(); !done) return std::unexpected(done.error());
      return store;
    }
    if (auto ready = prepare_folder(options_.folder); !ready) {
      return std::unexpected(ready.error());
    }
    if (auto done = write_manifest(); !done) return std::unexpected(done.error());
    return CaseStore::open(file, CaseStore::Mode::create);
  }

  Result<void> write_manifest() {
    return write_whole(options_.folder / kManifestFile, to_json(results_.manifest));
  }

  Result<void> check_same_run() {
    const auto before = open_run(options_.folder);
    if (!before) return std::unexpected(before.error());
    std::vector<std::string> lines = differences(before->manifest, results_.manifest);
    if (before->manifest.shard != options_.shard) lines.emplace_back("it is of other shards");
    if (lines.empty()) return {};
    std::string what = fmt::format(
        "--resume: {} holds another run; run without --resume to "
        "replace it",
        options_.folder.string());
    for (const std::string& line : lines) what += "\n  " + line;
    return fail(Errc::config, what);
  }

  // Messages of which all cases are there count as they were; what is torn is run again.
  Result<void> read_known(const CaseStore& store) {
    auto known = store.messages_with(plan_.cases(1));
    if (!known) return std::unexpected(known.error());
    known_ = *std::move(known);
    return store.for_each([this](const Record& record) {
      if (known_.contains(record.message_id)) results_.summary.add(record);
    });
  }

  Result<Exit> leave(CaseStore& store) {
    if (auto done = store.commit(); !done) return std::unexpected(done.error());
    tools_.console.err << fmt::format(
        "massbench run: interrupted; nothing was reported. Results so far are kept in {}: the same "
        "command with --resume goes on\n",
        options_.folder.string());
    return Exit::incomplete;
  }

  Result<RunOutcome> run_cases(CaseStore& store) {
    const bool watched = tools_.console.err_is_terminal;
    Progress progress =
        progress_line(tools_.console, "messages",
                      watched && !options_.shard ? count_messages(plan_) : std::nullopt);
    std::optional<Error> store_error;
    const InterruptGuard guard;
    RunOptions run_options{.threads = options_.threads,
                           .servers = options_.servers,
                           .shard = options_.shard.value_or(Manifest::Shard{}),
                           .is_known = {},
                           .on_message = {},
                           .on_problem = {}};
    run_options.is_known = [this](const std::string& id) { return known_.contains(id); };
    clock_ = {cpu_seconds()};
    run_options.on_message = [&](std::span<const Record> records) {
      for (const Record& record : records) {
        if (auto added = store.add(record); !added) {
          store_error = added.error();
          return false;
        }
      }
      clock_.push_back(cpu_seconds());
      progress.advance();
      return !interrupted;
    };
    std::vector<CorpusProblem> problems;
    run_options.on_problem = [&](const CorpusProblem& problem) { problems.push_back(problem); };
    auto outcome = run_plan(plan_, tools_.crypto, run_options);
    progress.finish();
    print_problems(problems);
    if (store_error) return std::unexpected(*store_error);
    return outcome;
  }

  void print_problems(const std::vector<CorpusProblem>& problems) {
    constexpr std::size_t kShown = 20;
    for (std::size_t i = 0; i < std::min(problems.size(), kShown); ++i) {
      tools_.console.err << fmt::format("massbench run: {}: {}\n", printable(problems[i].place),
                                        printable(problems[i].reason));
    }
    if (problems.size() > kShown) {
      tools_.console.err << fmt::format("massbench run: and {} more problems\n",
                                        problems.size() - kShown);
    }
  }

  // Of what was run now: what an earlier, interrupted run did is in no time.
  std::string measured_half(double wall) {
    rusage used{};
    getrusage(RUSAGE_SELF, &used);
    const std::size_t cases = plan_.cases(clock_.size() - 1);
    const nlohmann::json measured{
        {"wall_seconds", wall},
        {"user_seconds", seconds_of(used.ru_utime)},
        {"system_seconds", seconds_of(used.ru_stime)},
        {"peak_memory_kib", used.ru_maxrss},
        {"threads", options_.threads},
        {"cases_per_second", wall > 0 ? static_cast<double>(cases) / wall : 0.0},
        {"rounds", {{"cpu_us_per_case", cost_rounds(clock_, plan_.cases(1))}}}};
    return measured.dump();
  }

  Tools& tools_;
  const Plan& plan_;
  const EvaluationOptions& options_;
  RunResults results_;
  std::set<std::string, std::less<>> known_;  // ids of messages that need no run
  std::vector<double> clock_;                 // processor seconds, as cost_rounds takes them
};

}  // namespace

Result<void> prepare_folder(const fs::path& folder) {
  std::error_code error;
  const bool there = fs::exists(folder, error);
  if (there && (!fs::is_directory(folder, error) ||
                (!fs::is_empty(folder, error) && !fs::exists(folder / kCasesFile, error)))) {
    return fail(Errc::config, fmt::format("--out {}: exists and is not a run folder; choose "
                                          "another name",
                                          folder.string()));
  }
  fs::create_directories(folder, error);
  if (error) return fail(Errc::io, fmt::format("make {}: {}", folder.string(), error.message()));
  for (const auto name : {kSummaryFile, kManifestFile, kReportFile, kCasesFile}) {
    fs::remove(folder / name, error);
  }
  return {};
}

Result<Exit> evaluate(Tools& tools, const Plan& plan, const EvaluationOptions& options) {
  return Evaluation(tools, plan, options).run();
}

}  // namespace mass::cli
