#include <fmt/format.h>

#include <algorithm>
#include <ostream>

#include "core/base/text.hpp"
#include "harness/cli/arguments.hpp"
#include "harness/cli/run_output.hpp"
#include "results/report/table.hpp"
#include "results/reporters.hpp"
#include "results/run_folder.hpp"
#include "results/stored_run.hpp"
#include "results/sum_cases.hpp"

namespace mass::cli {
namespace {

namespace fs = std::filesystem;

// The counts, folded again from the cases: what `summary.json` says must come of it, or else the
// files are not of one run.
Result<Summary> fold(const StoredRun& run) {
  auto summary = sum_cases(run.folder / kCasesFile);
  if (!summary) return summary;
  for (const auto& [fact, number] : run.facts) summary->count(fact, number);
  if (summary->to_json() != run.deterministic) {
    return fail(Errc::malformed,
                fmt::format("{}: the cases in {} do not add up to {}: one of them was changed",
                            run.folder.string(), kCasesFile, kSummaryFile));
  }
  return summary;
}

Result<const Reporter*> reporter_named(const std::string& name) {
  if (const Reporter* found = find_reporter(name); found != nullptr) return found;
  std::vector<std::string> names;
  for (const Reporter& reporter : all_reporters()) names.emplace_back(reporter.name);
  const auto known = nearest(name, names);
  return fail(Errc::config,
              fmt::format("--format {}: no such report{}; there are {}", printable(name),
                          known ? ", did you mean " + *known + "?" : "", fmt::join(names, ", ")));
}

Result<Exit> report_run(Tools& tools, const Arguments& args) {
  const auto reports = chosen_reports(args);
  if (!reports) return std::unexpected(reports.error());
  const auto reporter = reporter_named(args.text("format", "table"));
  if (!reporter) return std::unexpected(reporter.error());
  if (!args.has("run")) return fail(Errc::config, "report: no run folder given");
  auto run = open_run(args.list("run").front());
  if (!run) return std::unexpected(run.error());
  const fs::path folder = run->folder;
  if (!run->complete) {
    tools.console.err << fmt::format(
        "massbench report: {}: the run was broken off; go on with it by run --resume\n",
        printable(folder.string()));
    return Exit::incomplete;
  }
  auto gates = chosen_gates(args, run->manifest, (folder / kManifestFile).string());
  if (!gates) return std::unexpected(gates.error());
  const auto store = CaseStore::open(folder / kCasesFile, CaseStore::Mode::read);
  if (!store) return std::unexpected(store.error());
  auto summary = fold(*run);
  if (!summary) return std::unexpected(summary.error());
  Report report{.manifest = std::move(run->manifest),
                .summary = *std::move(summary),
                .gates = *std::move(gates),
                .measured = std::move(run->measured)};
  if (auto done = fill_report(report, folder, *store); !done) {
    return std::unexpected(done.error());
  }
  if (auto done = write_reports(report, *reports); !done) return std::unexpected(done.error());
  if (args.has("format") || reports->empty()) {
    tools.console.out << ((*reporter)->name == "table"
                              ? terminal_report(report, {.width = tools.console.width,
                                                         .colour = tools.console.colour})
                              : (*reporter)->render(report));
  }
  // What the scenario asks for decided the exit code of the run.
  if (!args.has("gate")) return Exit::ok;
  return tell_gates(tools.console, "report", judge_gates(report, View(report)));
}

Exit report_verb(Tools& tools, const Verb& verb, const std::vector<std::string>& words) {
  Arguments args(tools, verb);
  args.add("format", "NAME",
           "print this report, as \"massbench list reports\" names them (default: table)");
  add_report_option(args);
  add_gate_option(args);
  args.positional("run", 1);
  if (const auto done = args.parse(words)) return *done;
  const auto exit = report_run(tools, args);
  return exit ? *exit : report(tools.console, exit.error());
}

}  // namespace

const Verb kReport{"report", "writes reports from a run folder", "RUN [options]",
                   "  massbench report out/run\n"
                   "  massbench report out/run --report junit=junit.xml --report csv=cells.csv\n",
                   report_verb};

}  // namespace mass::cli
