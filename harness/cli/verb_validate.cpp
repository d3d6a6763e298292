#include <fmt/format.h>

#include <ostream>

#include "core/base/text.hpp"
#include "harness/cli/arguments.hpp"
#include "harness/run/scenario.hpp"

namespace mass::cli {
namespace {

Result<Exit> validate(Tools& tools, const Arguments& args) {
  auto scenario = load_scenario(args.text("scenario"));
  if (!scenario) return std::unexpected(scenario.error());
  auto plan = make_plan(*scenario, tools.registry);
  if (!plan) return fail_in(args.text("scenario"), plan.error());
  std::ostream& out = tools.console.out;
  out << fmt::format("{}\n\nseed {}, every message submitted at {}\n",
                     printable(plan->scenario.title), plan->scenario.seed,
                     mail_date(plan->scenario.time));
  std::size_t messages = 0;
  for (const CorpusChoice& choice : plan->scenario.corpora) {
    auto reader = open_choice(choice, plan->scenario.seed);
    if (!reader) return std::unexpected(reader.error());
    std::size_t here = 0;
    while (auto item = (*reader)->next()) {
      if (std::holds_alternative<CorpusMessage>(*item)) ++here;
    }
    const std::size_t drawn =
        plan->scenario.sample == 0 ? here : std::min(here, plan->scenario.sample);
    out << fmt::format("corpus  {}: {} messages{}{}\n",
                       choice.path.empty() ? "built-in" : printable(choice.path), here,
                       drawn == here ? "" : fmt::format(", {} drawn", drawn),
                       choice.as_is ? ", as it is" : "");
    messages += drawn;
  }
  for (const PlannedScheme& row : plan->schemes) {
    out << fmt::format("scheme  {} {}\n", row.id, printable(row.label));
  }
  for (const Path& path : plan->paths) out << fmt::format("path    {}  {}\n", path.id, path.title);
  out << fmt::format("\n{} messages x {} rows x {} paths = {} cases\n", messages,
                     plan->schemes.size(), plan->paths.size(), plan->cases(messages));
  return Exit::ok;
}

Exit run(Tools& tools, const Verb& verb, const std::vector<std::string>& words) {
  Arguments args(tools, verb);
  args.positional("scenario", 1);
  if (const auto done = args.parse(words)) return *done;
  if (!args.has("scenario")) {
    return report(tools.console, Error{Errc::config, "validate: no scenario file given", {}});
  }
  const auto exit = validate(tools, args);
  return exit ? *exit : report(tools.console, exit.error());
}

}  // namespace

const Verb kValidate{"validate", "says what a scenario would run, or every mistake in it",
                     "SCENARIO.json",
                     "  massbench validate docs/scenarios/lists.json\n"
                     "  massbench validate my.json && massbench run my.json\n",
                     run};

}  // namespace mass::cli
