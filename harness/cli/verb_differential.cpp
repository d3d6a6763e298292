#include <fmt/format.h>

#include <algorithm>
#include <ostream>

#include "core/base/text.hpp"
#include "harness/cli/arguments.hpp"
#include "harness/cli/corpus_options.hpp"
#include "harness/cli/messages.hpp"
#include "harness/cli/progress_line.hpp"
#include "harness/cli/rows.hpp"
#include "harness/cli/shell.hpp"
#include "harness/differential/differential.hpp"
#include "results/record.hpp"
#include "results/run_folder.hpp"

namespace mass::cli {
namespace {

namespace fs = std::filesystem;

Result<Plan> plan_of(const Tools& tools, const Arguments& args) {
  Scenario scenario;
  if (auto done = choose_messages(args, scenario); !done) return std::unexpected(done.error());
  if (!args.has("scheme"))
    return fail(Errc::config, "no --scheme given; the first is the reference");
  // One pattern after the other: the reference is the one that was named first.
  auto chosen = named_schemes(tools, args.list("scheme"));
  if (!chosen) return std::unexpected(chosen.error());
  scenario.schemes = *std::move(chosen);
  scenario.paths = args.list("path");
  if (scenario.paths.empty()) scenario.paths.emplace_back(kIdentityPath);
  return make_plan(scenario, tools.registry);
}

// What makes one disagreement again: the same options, and one message.
std::string repro(const std::vector<std::string>& words, const differential::Group& group) {
  std::string line = "massbench differential";
  bool skips_value = false;
  for (const std::string& word : words) {
    const bool is_skipped = std::exchange(skips_value, false);
    if (word == "--out" || word == "--message") skips_value = true;
    if (is_skipped || skips_value) continue;
    line += ' ' + shell_word(word);
  }
  return line + " --message " + group.message_id + "\n";
}

// The report, and for each kind of disagreement the message, its envelope and how to see it again.
Result<void> write_folder(const fs::path& folder, const differential::Report& found,
                          const std::vector<std::string>& words) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) return fail(Errc::io, fmt::format("make {}: {}", folder.string(), error.message()));
  if (auto done = write_whole(folder / "differential.json", report_json(found)); !done) return done;
  int number = 0;
  for (const auto& [key, group] : found.groups) {
    const std::string name = fmt::format("{:03}", ++number);
    for (const auto& [file, text] :
         {std::pair(name + ".eml", group.arrived.message.to_string()),
          std::pair(name + ".envelope.json", envelope_json(group.arrived.envelope) + "\n"),
          std::pair(name + ".txt", repro(words, group))}) {
      if (auto done = write_whole(folder / file, text); !done) return done;
    }
  }
  return {};
}

Result<Exit> differ_all(Tools& tools, const Arguments& args,
                        const std::vector<std::string>& words) {
  const auto wants_json = args.wants_json();
  if (!wants_json) return std::unexpected(wants_json.error());
  const auto plan = plan_of(tools, args);
  if (!plan) return std::unexpected(plan.error());
  std::vector<differential::Explanation> explanations;
  if (args.has("explanations")) {
    auto loaded = differential::load_explanations(args.text("explanations"));
    if (!loaded) return std::unexpected(loaded.error());
    explanations = *std::move(loaded);
  }
  const auto threads = chosen_threads(args);
  if (!threads) return std::unexpected(threads.error());
  Progress progress = progress_line(tools.console, "messages");
  const auto found = differential::run_differential(
      *plan, explanations, tools.crypto,
      {.threads = *threads,
       .on_message = [&progress] { progress.advance(); },
       .on_problem =
           [&tools](const CorpusProblem& problem) {
             tools.console.err << fmt::format("massbench differential: {}: {}\n",
                                              printable(problem.place), printable(problem.reason));
           }});
  progress.finish();
  if (!found) return std::unexpected(found.error());
  if (args.has("out")) {
    if (auto done = write_folder(args.text("out"), *found, words); !done) {
      return std::unexpected(done.error());
    }
  }
  tools.console.out << (*wants_json ? report_json(*found) : report_text(*found));
  return found->unexplained() == 0 ? Exit::ok : Exit::gate;
}

Exit differential_verb(Tools& tools, const Verb& verb, const std::vector<std::string>& words) {
  Arguments args(tools, verb);
  args.add_list("scheme", "S[/P]",
                "implementation, or one profile of it; globs; repeatable; the first is the "
                "reference");
  add_corpus_options(args);
  args.add_list("path", "P", "path behind which verdicts are compared too; globs; repeatable");
  args.add("explanations", "FILE", "rules that say which disagreements are understood");
  args.add("out", "DIR", "folder for the report and the smallest message of each disagreement");
  args.add("format", "F", "table or json");
  if (const auto done = args.parse(words)) return *done;
  const auto exit = differ_all(tools, args, words);
  return exit ? *exit : report(tools.console, exit.error());
}

}  // namespace

const Verb kDifferential{
    "differential",
    "implementations of one scheme judge what each other signed; lists disagreements",
    "--scheme S --scheme S... [--plugin FILE] [options]",
    "  massbench differential --scheme dkim --plugin tests/peers/dkimpy/dkimpy.json --scheme "
    "dkimpy\n"
    "  massbench differential --scheme domainkeys/std --scheme domainkeys/strict --built-in 50\n",
    differential_verb};

}  // namespace mass::cli
