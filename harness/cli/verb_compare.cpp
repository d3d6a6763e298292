#include <fmt/format.h>

#include <ostream>

#include "core/base/text.hpp"
#include "harness/cli/arguments.hpp"
#include "harness/cli/case_argument.hpp"
#include "harness/cli/run_output.hpp"
#include "results/compare.hpp"
#include "results/run_folder.hpp"

namespace mass::cli {
namespace {

using Render = std::string (*)(const RunComparison&, const RunJudgement&);

// What a comparison can be written as beside the table.
constexpr std::pair<std::string_view, Render> kForms[] = {
    {"annotations", compare_annotations},
    {"json", compare_json},
    {"junit", compare_junit},
    {"markdown", compare_markdown},
};

Result<Render> form_named(std::string_view option, const std::string& name) {
  for (const auto& [known, render] : kForms) {
    if (known == name) return render;
  }
  return fail(Errc::config,
              fmt::format("--{} takes annotations, json, junit or markdown{}, not \"{}\"", option,
                          option == "format" ? ", and table" : "", printable(name)));
}

// `--report NAME=FILE`: what is to be written, and where.
Result<std::vector<std::pair<Render, std::string>>> chosen_forms(const Arguments& args) {
  std::vector<std::pair<Render, std::string>> forms;
  for (const std::string& wanted : args.list("report")) {
    const std::size_t equals = wanted.find('=');
    const auto render = form_named("report", wanted.substr(0, equals));
    if (!render) return std::unexpected(render.error());
    if (equals == std::string::npos || equals + 1 == wanted.size()) {
      return fail(Errc::config,
                  fmt::format("--report {0}: say where, as in {0}=FILE", printable(wanted)));
    }
    forms.emplace_back(*render, wanted.substr(equals + 1));
  }
  return forms;
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

void add_repro_lines(RunComparison& comparison, const std::vector<std::string>& plugins) {
  for (auto& [step, cases] : comparison.transitions) {
    for (ChangedCase& one : cases.smallest) {
      one.repro = repro_command(comparison.now.string(), one.case_id, plugins);
    }
  }
}

Result<Exit> compare(Tools& tools, const Arguments& args) {
  const std::string format = args.text("format", "table");
  Render render = nullptr;
  if (format != "table") {
    const auto named = form_named("format", format);
    if (!named) return std::unexpected(named.error());
    render = *named;
  }
  const auto forms = chosen_forms(args);
  if (!forms) return std::unexpected(forms.error());
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
  const auto gates = chosen_gates(args, now->manifest, (now->folder / kManifestFile).string());
  if (!gates) return std::unexpected(gates.error());
  auto comparison = compare_runs(*base, *now);
  if (!comparison) return std::unexpected(comparison.error());
  add_repro_lines(*comparison, now->manifest.plugins);
  const RunJudgement judgement = judge(*comparison, *gates);
  for (const auto& [write, file] : *forms) {
    if (auto done = write_whole(file, write(*comparison, judgement)); !done) {
      return std::unexpected(done.error());
    }
  }
  tools.console.out << (render != nullptr
                            ? render(*comparison, judgement)
                            : compare_text(*comparison, judgement, tools.console.width));
  return judgement.passes() ? Exit::ok : Exit::gate;
}

Exit compare_verb(Tools& tools, const Verb& verb, const std::vector<std::string>& words) {
  Arguments args(tools, verb);
  args.add_list("gate", "GATE",
                "what may change, such as lost=2, count=any, all:dkim/*:P18=0.5%, time=1.2; "
                "repeatable, the last that fits decides (default: nothing may, times warn)");
  args.add("format", "FORMAT", "table, annotations, json, junit or markdown (default: table)");
  args.add_list("report", "NAME=FILE",
                "also write annotations, json, junit or markdown; repeatable");
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
                    compare_verb};

}  // namespace mass::cli
