#include <fmt/format.h>

#include <filesystem>
#include <ostream>

#include "core/base/text.hpp"
#include "harness/cli/case_argument.hpp"
#include "harness/cli/plugins.hpp"
#include "harness/cli/progress_line.hpp"
#include "harness/cli/shell.hpp"
#include "harness/inspect/reduce_case.hpp"
#include "results/labels.hpp"

namespace mass::cli {
namespace {

namespace fs = std::filesystem;

// A folder that is new, empty, or holds a case that was reduced before.
Result<void> prepare_reduced_folder(const fs::path& folder) {
  std::error_code error;
  if (fs::exists(folder, error) &&
      (!fs::is_directory(folder, error) ||
       (!fs::is_empty(folder, error) && !fs::exists(folder / kReducedScenario, error)))) {
    return fail(Errc::config, fmt::format("--out {}: exists and holds no reduced case; choose "
                                          "another name",
                                          folder.string()));
  }
  fs::create_directories(folder, error);
  if (error) return fail(Errc::io, fmt::format("make {}: {}", folder.string(), error.message()));
  return {};
}

Result<ReducedCase> search(const Tools& tools, const RebuiltCase& found, std::uint64_t tries,
                           std::uint64_t seconds) {
  const Console& console = tools.console;
  Progress progress = progress_line(console, "tries");
  const double end = console.seconds() + static_cast<double>(seconds);
  const ReduceLimits limits{.tries = tries,
                            .is_late = [&] { return console.seconds() > end; },
                            .on_try = [&] { progress.advance(); }};
  return reduce_case(found, tools.crypto, limits);
}

void print(const Tools& tools, const RebuiltCase& found, const ReducedCase& reduced,
           const fs::path& folder, const std::vector<std::string>& words) {
  const Diagnosis& why = reduced.record.diagnosis;
  const std::string verdict(name_of(reduced.record.outcome));
  std::string steps;
  for (const Step& step : reduced.path.steps) {
    steps += fmt::format("{}{} at {}", steps.empty() ? "" : ", ", step.label(), step.host);
  }
  std::ostream& out = tools.console.out;
  out << fmt::format("message  {}: {} octets of {}\n",
                     printable((folder / kReducedMessage).string(), 1000), reduced.stored.size(),
                     reduced.octets_before);
  out << fmt::format("path     {}: {} of {} steps{}\n",
                     printable((folder / kReducedPath).string(), 1000), reduced.path.steps.size(),
                     found.path().steps.size(), steps.empty() ? "" : ": " + printable(steps, 2000));
  out << fmt::format("shows    {}{}{}\n", verdict,
                     is_breakage(reduced.record.outcome) ? ", " + cause_key(why) : "",
                     step_key(why).empty() ? "" : ", at " + step_key(why));
  if (reduced.scenario.seed != found.plan->scenario.seed) {
    out << fmt::format("seed     {}: under that of the run random choices came out differently\n",
                       reduced.scenario.seed);
  }
  const std::string plugins = plugin_options(plugin_files(words));
  out << fmt::format("again    massbench run {} --out {}{}\n",
                     shell_file((folder / kReducedScenario).string()),
                     shell_file((folder / "run").string()), plugins);
  out << fmt::format("         massbench explain {} {}{}\n", shell_file((folder / "run").string()),
                     reduced.record.case_id, plugins);
  if (!reduced.is_complete) {
    tools.console.err << fmt::format(
        "massbench reduce: stopped after {} tries; more may go with --tries and --seconds\n",
        reduced.tries);
  }
}

Result<Exit> reduce_words(Tools& tools, const Arguments& args,
                          const std::vector<std::string>& words) {
  const auto tries = args.number("tries", 2000);
  if (!tries) return std::unexpected(tries.error());
  const auto seconds = args.number("seconds", 120);
  if (!seconds) return std::unexpected(seconds.error());
  const fs::path folder = args.text("out", "out/reduced");
  auto chosen = choose_case(tools, args, "reduce");
  if (!chosen) return std::unexpected(chosen.error());
  auto reduced = search(tools, chosen->found, *tries, *seconds);
  if (!reduced) return std::unexpected(reduced.error());
  if (auto ready = prepare_reduced_folder(folder); !ready) return std::unexpected(ready.error());
  auto written = write_reduced(folder, *reduced, tools.registry, tools.crypto);
  if (!written) return std::unexpected(written.error());
  print(tools, chosen->found, *reduced, folder, words);
  return Exit::ok;
}

Exit reduce_verb(Tools& tools, const Verb& verb, const std::vector<std::string>& words) {
  Arguments args(tools, verb);
  args.add("out", "DIR", "where to write message, path and scenario (default: out/reduced)");
  args.add("tries", "N", "smaller cases to try at most (default: 2000)");
  args.add("seconds", "N", "time to try at most (default: 120)");
  args.positional("case", 2);
  if (const auto done = args.parse(words)) return *done;
  const auto exit = reduce_words(tools, args, words);
  return exit ? *exit : report(tools.console, exit.error());
}

}  // namespace

const Verb kReduce{"reduce", "the smallest message and path that break in the same way",
                   "RUN CASE [options]",
                   "  massbench reduce out/run 1f08\n"
                   "  massbench reduce out/run 1f08 --tries 500 --out out/small\n",
                   reduce_verb};

}  // namespace mass::cli
