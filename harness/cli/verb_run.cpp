#include <fmt/format.h>

#include "harness/cli/arguments.hpp"
#include "harness/cli/corpus_options.hpp"
#include "harness/cli/directories.hpp"
#include "harness/cli/evaluation.hpp"
#include "harness/cli/rows.hpp"
#include "harness/cli/run_output.hpp"
#include "harness/run/shard.hpp"

namespace mass::cli {
namespace {

Result<void> narrow(const Tools& tools, const Arguments& args, Scenario& scenario) {
  if (auto done = choose_messages(args, scenario); !done) return done;
  if (args.has("as-is")) {
    if (scenario.corpora.empty()) scenario.corpora.emplace_back();
    for (CorpusChoice& choice : scenario.corpora) choice.as_is = true;
  }
  if (args.has("scheme")) {
    auto chosen = named_schemes(tools, args.list("scheme"));
    if (!chosen) return std::unexpected(chosen.error());
    scenario.schemes = *std::move(chosen);
  }
  if (args.has("path")) scenario.paths = args.list("path");
  for (const std::string& file : args.list("path-file")) scenario.path_files.push_back(file);
  if (args.has("mix")) scenario.mixes = args.list("mix");
  for (const std::string& text : args.list("gate")) {
    if (const auto sound = parse_gate(text); !sound) return std::unexpected(sound.error());
    scenario.gates.push_back(text);
  }
  return {};
}

Result<Exit> run_scenario(Tools& tools, const Arguments& args,
                          const std::vector<std::string>& words) {
  Scenario scenario;
  EvaluationOptions options;
  options.scenario_file = args.text("scenario");
  if (!options.scenario_file.empty()) {
    auto loaded = load_scenario(options.scenario_file);
    if (!loaded) return std::unexpected(loaded.error());
    scenario = *std::move(loaded);
  }
  if (auto done = narrow(tools, args, scenario); !done) return std::unexpected(done.error());
  auto plan = make_plan(scenario, tools.registry);
  if (!plan) return std::unexpected(plan.error());
  const auto threads = chosen_threads(args);
  if (!threads) return std::unexpected(threads.error());
  options.threads = *threads;
  auto servers = open_servers(args);
  if (!servers) return std::unexpected(servers.error());
  options.servers = *std::move(servers);
  options.folder = args.text("out", "out/run");
  if (args.has("shard")) {
    const auto shard = parse_shard(args.text("shard"));
    if (!shard) return std::unexpected(shard.error());
    options.shard = *shard;
  }
  options.resume = args.has("resume");
  auto reports = chosen_reports(args);
  if (!reports) return std::unexpected(reports.error());
  options.reports = *std::move(reports);
  options.command_line = {"massbench", "run"};
  options.command_line.insert(options.command_line.end(), words.begin(), words.end());
  return evaluate(tools, *plan, options);
}

Exit run_verb(Tools& tools, const Verb& verb, const std::vector<std::string>& words) {
  Arguments args(tools, verb);
  add_corpus_options(args);
  args.add_flag("as-is", "keep traces and signatures of earlier deliveries in the messages");
  args.add_list("scheme", "S[/P]",
                "scheme, one profile of it, or all (first profiles); globs; repeatable");
  args.add_list("path", "P", "path, globs; repeatable (default: all)");
  args.add_list("path-file", "FILE", "a path of your own; repeatable");
  args.add_list("mix", "FILE",
                "shares in which paths count together: a file of yours or a name; repeatable "
                "(default: w04, w20)");
  args.add("out", "DIR", "run folder to write (default: out/run)");
  add_server_options(args);
  args.add("shard", "I/N", "only part I of N of the messages; \"massbench merge\" joins the parts");
  args.add_flag("resume", "go on with the interrupted run in the run folder");
  add_gate_option(args);
  add_report_option(args);
  args.positional("scenario", 1);
  if (const auto done = args.parse(words)) return *done;
  const auto exit = run_scenario(tools, args, words);
  return exit ? *exit : report(tools.console, exit.error());
}

}  // namespace

const Verb kRun{
    "run", "the main job: corpus x schemes x paths, a run folder, a table, a report",
    "[SCENARIO.json] [options]",
    "  massbench run\n"
    "  massbench run --corpus ~/Maildir --scheme domainkeys --path 'P1*' --sample 500\n",
    run_verb};

}  // namespace mass::cli
