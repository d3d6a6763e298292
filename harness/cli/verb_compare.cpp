#include <fmt/format.h>

#include <ostream>

#include "core/base/text.hpp"
#include "harness/cli/arguments.hpp"
#include "harness/cli/case_argument.hpp"
#include "harness/run/scenario.hpp"
#include "results/compare.hpp"
#include "results/run_folder.hpp"

namespace mass::cli {
namespace {

// The gates of the new run's scenario, then those of the command line: the last that fits decides.
Result<std::vector<Gate>> choose_gates(const Arguments& args, const StoredRun& now) {
  const std::string file = (now.folder / kManifestFile).string();
  const auto scenario = parse_scenario(now.manifest.scenario, file);
  if (!scenario) return std::unexpected(scenario.error());
  std::vector<std::string> texts = scenario->gates;
  for (const std::string& text : args.list("gate")) texts.push_back(text);
  std::vector<Gate> gates;
  for (const std::string& text : texts) {
    auto gate = parse_gate(text);
    if (!gate) return std::unexpected(gate.error());
    gates.push_back(*std::move(gate));
  }
  return gates;
}

Result<StoredRun> open_whole(Console& console, const std::string& folder, bool& incomplete) {
  auto run = open_run(folder);
  if (run && !run->complete) {
    console.err << fmt::format(
        "massbench compare: {}: the run was broken off; go on with it by run --resume\n",
        printable(folder));
    incomplete = true;
  }
  return run;
}

void add_repro_lines(RunComparison& comparison, const std::vector<std::string>& command_line) {
  for (auto& [step, cases] : comparison.transitions) {
    for (ChangedCase& one : cases.smallest) {
      one.repro = repro_command(comparison.now.string(), one.case_id, command_line);
    }
  }
}

Result<Exit> compare(Tools& tools, const Arguments& args) {
  const std::string format = args.text("format", "table");
  if (format != "table" && format != "json" && format != "markdown") {
    return fail(Errc::config,
                "--format takes table, json or markdown, not \"" + printable(format) + "\"");
  }
  const std::vector<std::string> folders = args.list("run");
  if (folders.size() != 2) {
    return fail(Errc::config, "compare: give two run folders, the base and the new one");
  }
  bool incomplete = false;
  const auto base = open_whole(tools.console, folders[0], incomplete);
  if (!base) return std::unexpected(base.error());
  const auto now = open_whole(tools.console, folders[1], incomplete);
  if (!now) return std::unexpected(now.error());
  if (incomplete) return Exit::incomplete;
  const auto gates = choose_gates(args, *now);
  if (!gates) return std::unexpected(gates.error());
  auto comparison = compare_runs(*base, *now);
  if (!comparison) return std::unexpected(comparison.error());
  add_repro_lines(*comparison, now->manifest.command_line);
  const RunJudgement judgement = judge(*comparison, *gates);
  std::ostream& out = tools.console.out;
  if (format == "json") {
    out << compare_json(*comparison, judgement);
  } else if (format == "markdown") {
    out << compare_markdown(*comparison, judgement);
  } else {
    out << compare_text(*comparison, judgement, tools.console.width);
  }
  return judgement.passes() ? Exit::ok : Exit::gate;
}

Exit run(Tools& tools, const Verb& verb, const std::vector<std::string>& words) {
  Arguments args(tools, verb);
  args.add_list("gate", "GATE",
                "what may change, such as lost=2, count=any, all:dkim/*:P18=0.5%, time=1.2; "
                "repeatable, the last that fits decides (default: nothing may, times warn)");
  args.add("format", "FORMAT", "table, json or markdown (default: table)");
  args.positional("run", 2);
  if (const auto done = args.parse(words)) return *done;
  const auto exit = compare(tools, args);
  return exit ? *exit : report(tools.console, exit.error());
}

}  // namespace

const Verb kCompare{"compare", "what changed between two runs; exit code 1 when a gate fails",
                    "BASE NEW [options]",
                    "  massbench compare out/base out/run\n"
                    "  massbench compare out/base out/run --gate count=any --format markdown\n",
                    run};

}  // namespace mass::cli
