#include <fmt/format.h>

#include <ostream>

#include "harness/cli/case_argument.hpp"
#include "harness/inspect/explanation.hpp"

namespace mass::cli {
namespace {

Result<Exit> diff(Tools& tools, const Arguments& args) {
  constexpr std::uint64_t kLines = 400;
  const auto wants_json = args.wants_json();
  if (!wants_json) return std::unexpected(wants_json.error());
  const auto lines = args.number("lines", kLines);
  if (!lines) return std::unexpected(lines.error());
  auto chosen = choose_case(tools, args, "diff");
  if (!chosen) return std::unexpected(chosen.error());
  const auto told =
      explain_case(chosen->found, args.has("whole") ? Span::whole_path : Span::breaking_step);
  if (!told) return std::unexpected(told.error());
  tools.console.out << (*wants_json ? unified_json(*told, *lines)
                                    : unified_text(*told, *lines, tools.console.colour));
  return Exit::ok;
}

Exit diff_verb(Tools& tools, const Verb& verb, const std::vector<std::string>& words) {
  Arguments args(tools, verb);
  args.add_flag("whole",
                "as signed and as it arrived (default: before and after the step that "
                "broke it)");
  args.add("lines", "N", "lines at most (default: 400)");
  args.add("format", "F", "table (a unified diff) or json");
  args.positional("case", 2);
  if (const auto done = args.parse(words)) return *done;
  const auto exit = diff(tools, args);
  return exit ? *exit : report(tools.console, exit.error());
}

}  // namespace

const Verb kDiff{"diff", "what differs between what was signed and what arrived, as it was hashed",
                 "RUN CASE [options]",
                 "  massbench diff out/run 1f08\n"
                 "  massbench diff out/run 1f08 --whole --format json\n",
                 diff_verb};

}  // namespace mass::cli
