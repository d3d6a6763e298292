#include "harness/cli/evaluation.hpp"

#include <fmt/format.h>
#include <sys/resource.h>

#include <atomic>
#include <csignal>
#include <nlohmann/json.hpp>
#include <ostream>

#include "core/base/text.hpp"
#include "harness/cli/facts.hpp"
#include "harness/run/runner.hpp"
#include "results/progress.hpp"
#include "results/report/mixes.hpp"
#include "results/report/table.hpp"
#include "results/reporters.hpp"
#include "results/run_folder.hpp"
#include "results/store.hpp"

namespace mass::cli {
namespace {

namespace fs = std::filesystem;

// Set by Ctrl-C; a handler can reach nothing but a lock-free global.
std::atomic<bool> interrupted = false;
static_assert(std::atomic<bool>::is_always_lock_free);

class InterruptGuard {
 public:
  InterruptGuard() {
    old_ = std::signal(SIGINT, [](int) { interrupted = true; });
  }
  ~InterruptGuard() { std::signal(SIGINT, old_); }
  InterruptGuard(const InterruptGuard&) = delete;
  InterruptGuard& operator=(const InterruptGuard&) = delete;

 private:
  void (*old_)(int);
};

// An older run is replaced; anything else that is there is somebody's and stays.
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

std::string measured_half(double wall, const Plan& plan, std::uint64_t messages, unsigned threads) {
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  const nlohmann::json measured{
      {"wall_seconds", wall},
      {"user_seconds", seconds(used.ru_utime)},
      {"system_seconds", seconds(used.ru_stime)},
      {"peak_memory_kib", used.ru_maxrss},
      {"threads", threads},
      {"cases_per_second", wall > 0 ? static_cast<double>(plan.cases(messages)) / wall : 0.0}};
  return measured.dump();
}

class Evaluation {
 public:
  Evaluation(Tools& tools, const Plan& plan, const EvaluationOptions& options)
      : tools_(tools), plan_(plan), options_(options) {}

  Result<Exit> run() {
    if (auto ready = prepare_folder(options_.folder); !ready) {
      return std::unexpected(ready.error());
    }
    const double begin = tools_.console.seconds();
    report_.manifest = make_manifest(tools_, plan_, options_);
    auto store = CaseStore::open(options_.folder / kCasesFile, CaseStore::Mode::create);
    if (!store) return std::unexpected(store.error());
    auto outcome = run_cases(*store);
    if (!outcome) return std::unexpected(outcome.error());
    if (!outcome->complete) {
      tools_.console.err << "massbench run: interrupted; nothing was reported\n";
      return Exit::incomplete;
    }
    if (auto done = store->finish(); !done) return std::unexpected(done.error());
    if (auto made = make_report(*std::move(outcome), *store); !made) {
      return std::unexpected(made.error());
    }
    if (auto written = write(tools_.console.seconds() - begin); !written) {
      return std::unexpected(written.error());
    }
    print();
    return Exit::ok;
  }

 private:
  Result<RunOutcome> run_cases(CaseStore& store) {
    const bool watched = tools_.console.err_is_terminal;
    Progress progress(
        tools_.console.err, watched,
        [this] {
          return std::chrono::milliseconds(
              static_cast<std::int64_t>(tools_.console.seconds() * 1000));
        },
        "messages", watched ? count_messages(plan_) : std::nullopt);
    std::optional<Error> store_error;
    const InterruptGuard guard;
    RunOptions run_options{.threads = options_.threads,
                           .servers = options_.servers,
                           .on_message = {},
                           .on_problem = {}};
    run_options.on_message = [&](std::span<const Record> records) {
      for (const Record& record : records) {
        if (auto added = store.add(record); !added) {
          store_error = added.error();
          return false;
        }
      }
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

  Result<void> make_report(RunOutcome outcome, const CaseStore& store) {
    for (const CorpusFacts& corpus : outcome.corpora) {
      messages_ += corpus.messages;
      report_.manifest.corpora.push_back({corpus.name, corpus.messages, corpus.hash});
    }
    report_.summary = std::move(outcome.summary);
    report_.paths = path_facts(plan_);
    report_.schemes = scheme_facts(tools_, plan_);
    auto examples = case_examples(plan_, options_, report_.summary, store);
    if (!examples) return std::unexpected(examples.error());
    report_.examples = *std::move(examples);
    report_.manifest.finished = mail_date(tools_.console.now());
    return {};
  }

  Result<void> write(double wall) {
    RunFiles files;
    files.manifest = to_json(report_.manifest);
    files.summary = summary_file(report_.summary.to_json(),
                                 measured_half(wall, plan_, messages_, options_.threads),
                                 mixes_json(View(report_)));
    files.report = find_reporter("html")->render(report_);
    if (auto done = write_run_folder(options_.folder, files); !done) return done;
    for (const auto& [name, file] : options_.reports) {
      auto done = write_whole(file, find_reporter(name)->render(report_));
      if (!done) return done;
    }
    return {};
  }

  void print() {
    std::ostream& out = tools_.console.out;
    out << terminal_report(report_,
                           {.width = tools_.console.width, .colour = tools_.console.colour});
    out << fmt::format("\nreport: {}\n", (options_.folder / kReportFile).string());
  }

  Tools& tools_;
  const Plan& plan_;
  const EvaluationOptions& options_;
  Report report_;
  std::uint64_t messages_ = 0;
};

}  // namespace

Result<Exit> evaluate(Tools& tools, const Plan& plan, const EvaluationOptions& options) {
  return Evaluation(tools, plan, options).run();
}

}  // namespace mass::cli
