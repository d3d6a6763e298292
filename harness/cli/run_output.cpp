#include "harness/cli/run_output.hpp"

#include <fmt/format.h>

#include <ostream>

#include "core/base/text.hpp"
#include "core/base/time.hpp"
#include "harness/cli/facts.hpp"
#include "results/report/mixes.hpp"
#include "results/report/table.hpp"
#include "results/reporters.hpp"
#include "results/run_folder.hpp"

namespace mass::cli {

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

Result<void> put_out(Tools& tools, const Plan& plan, const EvaluationOptions& options,
                     RunResults results, const CaseStore& store) {
  Report report{.manifest = std::move(results.manifest),
                .summary = std::move(results.summary),
                .paths = path_facts(plan),
                .schemes = scheme_facts(tools, plan),
                .examples = {},
                .published = {}};
  auto examples = case_examples(options, report.summary, store);
  if (!examples) return std::unexpected(examples.error());
  report.examples = *std::move(examples);
  auto published = key_facts(tools, plan);
  if (!published) return std::unexpected(published.error());
  report.published = *std::move(published);
  report.manifest.finished = mail_date(tools.console.now());

  RunFiles files;
  files.manifest = to_json(report.manifest);
  files.summary =
      summary_file(report.summary.to_json(), results.measured, mixes_json(View(report)));
  files.report = find_reporter("html")->render(report);
  if (auto done = write_run_folder(options.folder, files); !done) return done;
  for (const auto& [name, file] : options.reports) {
    auto done = write_whole(file, find_reporter(name)->render(report));
    if (!done) return done;
  }

  tools.console.out << terminal_report(
      report, {.width = tools.console.width, .colour = tools.console.colour});
  tools.console.out << fmt::format("\nreport: {}\n", (options.folder / kReportFile).string());
  return {};
}

}  // namespace mass::cli
