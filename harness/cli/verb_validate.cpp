#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <ostream>

#include "core/base/text.hpp"
#include "harness/cli/arguments.hpp"
#include "harness/run/scenario.hpp"

namespace mass::cli {
namespace {

// A corpus as a run would read it.
struct Extent {
  CorpusChoice choice;
  std::size_t messages = 0;
  std::size_t drawn = 0;
};

Result<std::vector<Extent>> extents_of(const Scenario& scenario) {
  std::vector<Extent> extents;
  for (const CorpusChoice& choice : scenario.corpora) {
    auto reader = open_choice(choice, scenario.seed);
    if (!reader) return std::unexpected(reader.error());
    Extent extent{.choice = choice};
    while (auto item = (*reader)->next()) {
      if (std::holds_alternative<CorpusMessage>(*item)) ++extent.messages;
    }
    extent.drawn =
        scenario.sample == 0 ? extent.messages : std::min(extent.messages, scenario.sample);
    extents.push_back(std::move(extent));
  }
  return extents;
}

std::size_t drawn_from(const std::vector<Extent>& extents) {
  std::size_t messages = 0;
  for (const Extent& extent : extents) messages += extent.drawn;
  return messages;
}

std::string name_of(const Extent& extent) {
  return extent.choice.path.empty() ? "built-in" : extent.choice.path;
}

void print_plan(std::ostream& out, const Plan& plan, const std::vector<Extent>& extents) {
  out << fmt::format("{}\n\nseed {}, every message submitted at {}\n",
                     printable(plan.scenario.title), plan.scenario.seed,
                     mail_date(plan.scenario.time));
  for (const Extent& one : extents) {
    out << fmt::format("corpus  {}: {} messages{}{}\n", printable(name_of(one)), one.messages,
                       one.drawn == one.messages ? "" : fmt::format(", {} drawn", one.drawn),
                       one.choice.as_is ? ", as it is" : "");
  }
  for (const PlannedScheme& row : plan.schemes) {
    out << fmt::format("scheme  {} {}\n", row.id, printable(row.label));
  }
  for (const Path& path : plan.paths) out << fmt::format("path    {}  {}\n", path.id, path.title);
  const std::size_t messages = drawn_from(extents);
  out << fmt::format("\n{} messages x {} rows x {} paths = {} cases\n", messages,
                     plan.schemes.size(), plan.paths.size(), plan.cases(messages));
}

void print_plan_json(std::ostream& out, const Plan& plan, const std::vector<Extent>& extents) {
  using nlohmann::json;
  const std::size_t messages = drawn_from(extents);
  json answer{{"schema", "mass-plan-1"},      {"title", plan.scenario.title},
              {"seed", plan.scenario.seed},   {"time", to_unix(plan.scenario.time)},
              {"corpora", json::array()},     {"schemes", json::array()},
              {"paths", json::array()},       {"messages", messages},
              {"cases", plan.cases(messages)}};
  for (const Extent& one : extents) {
    answer["corpora"].push_back({{"path", name_of(one)},
                                 {"messages", one.messages},
                                 {"drawn", one.drawn},
                                 {"as_is", one.choice.as_is}});
  }
  for (const PlannedScheme& row : plan.schemes) {
    answer["schemes"].push_back({{"id", row.id}, {"profile", row.label}});
  }
  for (const Path& path : plan.paths) {
    answer["paths"].push_back({{"id", path.id}, {"title", path.title}});
  }
  out << answer.dump(2, ' ', false, json::error_handler_t::replace) << "\n";
}

Result<Exit> validate(Tools& tools, const Arguments& args) {
  const auto as_json = args.wants_json();
  if (!as_json) return std::unexpected(as_json.error());
  auto scenario = load_scenario(args.text("scenario"));
  if (!scenario) return std::unexpected(scenario.error());
  auto plan = make_plan(*scenario, tools.registry);
  if (!plan) return fail_in(args.text("scenario"), plan.error());
  const auto extents = extents_of(plan->scenario);
  if (!extents) return std::unexpected(extents.error());
  (*as_json ? print_plan_json : print_plan)(tools.console.out, *plan, *extents);
  return Exit::ok;
}

Exit validate_verb(Tools& tools, const Verb& verb, const std::vector<std::string>& words) {
  Arguments args(tools, verb);
  args.add("format", "F", "table or json");
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
                     "SCENARIO.json [--format json]",
                     "  massbench validate docs/scenarios/lists.json\n"
                     "  massbench validate my.json && massbench run my.json\n",
                     validate_verb};

}  // namespace mass::cli
