#include <fmt/format.h>

#include <filesystem>
#include <nlohmann/json.hpp>
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

// The command lines that run what was found and explain it.
struct Again {
  std::string run;
  std::string explain;
};

Again again(const ReducedCase& reduced, const fs::path& folder,
            const std::vector<std::string>& words) {
  const std::string plugins = plugin_options(plugin_files(words));
  const std::string run = shell_file((folder / "run").string());
  return {fmt::format("massbench run {} --out {}{}",
                      shell_file((folder / kReducedScenario).string()), run, plugins),
          fmt::format("massbench explain {} {}{}", run, reduced.record.case_id, plugins)};
}

void print_json(const Tools& tools, const RebuiltCase& found, const ReducedCase& reduced,
                const fs::path& folder, const Again& commands) {
  using nlohmann::json;
  const Diagnosis& why = reduced.record.diagnosis;
  json steps = json::array();
  for (const Step& step : reduced.path.steps) {
    steps.push_back({{"step", printable(step.label())}, {"host", printable(step.host)}});
  }
  const json value{{"schema", "mass-reduction-1"},
                   {"case", reduced.record.case_id},
                   {"message", (folder / kReducedMessage).string()},
                   {"octets", reduced.stored.size()},
                   {"octets_before", reduced.octets_before},
                   {"path", (folder / kReducedPath).string()},
                   {"scenario", (folder / kReducedScenario).string()},
                   {"steps", steps},
                   {"steps_before", found.path().steps.size()},
                   {"verdict", name_of(reduced.record.outcome)},
                   {"cause", is_breakage(reduced.record.outcome) ? cause_key(why) : ""},
                   {"step_name", step_key(why)},
                   {"seed", reduced.scenario.seed},
                   {"complete", reduced.is_complete},
                   {"tries", reduced.tries},
                   {"run", commands.run},
                   {"explain", commands.explain}};
  tools.console.out << value.dump(2, ' ', false, json::error_handler_t::replace) << "\n";
}

void print(const Tools& tools, const RebuiltCase& found, const ReducedCase& reduced,
           const fs::path& folder, const Again& commands) {
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
  out << fmt::format("again    {}\n         {}\n", commands.run, commands.explain);
}

Result<Exit> reduce_words(Tools& tools, const Arguments& args,
                          const std::vector<std::string>& words) {
  const auto wants_json = args.wants_json();
  if (!wants_json) return std::unexpected(wants_json.error());
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
  const Again commands = again(*reduced, folder, words);
  (*wants_json ? print_json : print)(tools, chosen->found, *reduced, folder, commands);
  if (!reduced->is_complete) {
    tools.console.err << fmt::format(
        "massbench reduce: stopped after {} tries; more may go with --tries and --seconds\n",
        reduced->tries);
  }
  return Exit::ok;
}

Exit reduce_verb(Tools& tools, const Verb& verb, const std::vector<std::string>& words) {
  Arguments args(tools, verb);
  args.add("out", "DIR", "where to write message, path and scenario (default: out/reduced)");
  args.add("tries", "N", "smaller cases to try at most (default: 2000)");
  args.add("seconds", "N", "time to try at most (default: 120)");
  args.add("format", "F", "table or json");
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
