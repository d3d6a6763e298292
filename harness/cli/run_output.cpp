#include "harness/cli/run_output.hpp"

#include <fmt/format.h>

#include <ostream>

#include "core/base/text.hpp"
#include "core/base/time.hpp"
#include "harness/cli/facts.hpp"
#include "results/labels.hpp"
#include "results/report/mixes.hpp"
#include "results/report/run_gates.hpp"
#include "results/report/table.hpp"
#include "results/reporters.hpp"
#include "results/run_folder.hpp"

namespace mass::cli {
namespace {

Result<std::vector<Gate>> parse_gates(const std::vector<std::string>& texts) {
  std::vector<Gate> gates;
  for (const std::string& text : texts) {
    auto gate = parse_gate(text);
    if (!gate) return std::unexpected(gate.error());
    gates.push_back(*std::move(gate));
  }
  return gates;
}

}  // namespace

void add_report_option(Arguments& arguments) {
  arguments.add_list("report", "NAME=FILE", "also write this report; repeatable");
}

Result<std::vector<std::pair<std::string, std::string>>> chosen_reports(const Arguments& args) {
  std::vector<std::string> names;
  for (const Reporter& reporter : all_reporters()) names.emplace_back(reporter.name);
  std::vector<std::pair<std::string, std::string>> reports;
  for (const std::string& wanted : args.list("report")) {
    const std::size_t equals = wanted.find('=');
    const std::string name = wanted.substr(0, equals);
    if (find_reporter(name) == nullptr) {
      const auto known = nearest(name, names);
      return fail(Errc::config,
                  fmt::format("--report {}: no such report{}; see \"massbench list reports\"",
                              printable(name), known ? ", did you mean " + *known + "?" : ""));
    }
    if (equals == std::string::npos || equals + 1 == wanted.size()) {
      return fail(Errc::config, fmt::format("--report {0}: say where, as in {0}=FILE", name));
    }
    reports.emplace_back(name, wanted.substr(equals + 1));
  }
  return reports;
}

void add_gate_option(Arguments& arguments) {
  arguments.add_list("gate", "GATE",
                     "what must hold, such as right:dkim/*:P01=99% or trouble=0; repeatable, the "
                     "last that fits decides");
}

Result<std::vector<Gate>> chosen_gates(const Arguments& args, const Manifest& manifest,
                                       const std::string& file) {
  const auto scenario = parse_scenario(manifest.scenario, file);
  if (!scenario) return std::unexpected(scenario.error());
  std::vector<std::string> texts = scenario->gates;
  for (const std::string& text : args.list("gate")) texts.push_back(text);
  return parse_gates(texts);
}

Exit tell_gates(Console& console, std::string_view verb, const std::vector<GateFinding>& judged) {
  if (!fails(judged)) return Exit::ok;
  constexpr std::size_t kTold = 20;
  std::size_t failed = 0;
  for (const GateFinding* one : worst_first(judged)) {
    if (!one->was_asked_for || ++failed > kTold) continue;
    console.err << fmt::format("massbench {}: gate failed: {} on {}: {}; wanted {}\n", verb,
                               one->row.title(), printable(one->path.id), one->text, one->name);
  }
  if (failed > kTold)
    console.err << fmt::format("massbench {}: and {} more\n", verb, failed - kTold);
  return Exit::gate;
}

Result<void> fill_report(Report& report, const std::filesystem::path& folder,
                         const CaseStore& store) {
  if (!report.manifest.facts) {
    return fail(Errc::unsupported,
                fmt::format("{}: an older version of massbench wrote it, without \"facts\" of its "
                            "paths and schemes: run it again",
                            (folder / kManifestFile).string()));
  }
  report.paths = report.manifest.facts->paths;
  report.schemes = report.manifest.facts->schemes;
  report.published = report.manifest.facts->published;
  const std::vector<std::string>& plugins = report.manifest.plugins;
  auto examples = case_examples(folder, plugins, report.summary, store);
  if (!examples) return std::unexpected(examples.error());
  report.examples = *std::move(examples);
  // Causes have examples; a forgery that passes has none of a cause.
  const View view(report);
  for (const GateFinding& one : judge_gates(report, view)) {
    const bool is_refusal = one.kind == GateKind::right && !one.path.genuine;
    if (one.result != GateFinding::Result::failed || !is_refusal) continue;
    const auto passes = store.smallest_passes(
        {one.row.scheme, one.row.profile, one.path.id, std::string(kAllStrata)}, 1);
    if (!passes) return std::unexpected(passes.error());
    for (const Record& record : *passes) {
      report.examples.push_back(case_example(folder, plugins, record, ""));
    }
  }
  return {};
}

Result<void> write_reports(const Report& report,
                           const std::vector<std::pair<std::string, std::string>>& files) {
  for (const auto& [name, file] : files) {
    auto done = write_whole(file, find_reporter(name)->render(report));
    if (!done) return done;
  }
  return {};
}

Result<Exit> put_out(Tools& tools, const EvaluationOptions& options, RunResults results,
                     const CaseStore& store) {
  const auto scenario = parse_scenario(results.manifest.scenario, "scenario");
  if (!scenario) return std::unexpected(scenario.error());
  auto gates = parse_gates(scenario->gates);
  if (!gates) return std::unexpected(gates.error());
  results.manifest.finished = mail_date(tools.console.now());
  Report report{.manifest = std::move(results.manifest),
                .summary = std::move(results.summary),
                .gates = *std::move(gates),
                .measured = parse_measured(results.measured)};
  if (auto done = fill_report(report, options.folder, store); !done) {
    return std::unexpected(done.error());
  }

  RunFiles files;
  files.manifest = to_json(report.manifest);
  const View view(report);
  files.summary = summary_file(report.summary.to_json(), results.measured, mixes_json(view));
  files.report = find_reporter("html")->render(report);
  if (auto done = write_run_folder(options.folder, files); !done) {
    return std::unexpected(done.error());
  }
  if (auto done = write_reports(report, options.reports); !done) {
    return std::unexpected(done.error());
  }

  tools.console.out << terminal_report(
      report, {.width = tools.console.width, .colour = tools.console.colour});
  tools.console.out << fmt::format("\nreport: {}\n", (options.folder / kReportFile).string());
  return tell_gates(tools.console, "run", judge_gates(report, view));
}

}  // namespace mass::cli
