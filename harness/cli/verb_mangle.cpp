#include <fmt/format.h>

#include <ostream>

#include "core/base/text.hpp"
#include "harness/cli/messages.hpp"
#include "harness/cli/named_path.hpp"
#include "harness/paths/journey_log.hpp"
#include "harness/paths/path.hpp"

namespace mass::cli {
namespace {

// A transform on its own is a path of one step.
Result<Path> one_step(const Arguments& args) {
  const std::string name = args.text("transform");
  const Transform* transform = find_transform(name);
  if (transform == nullptr) {
    std::vector<std::string> names;
    for (const Transform& one : all_transforms()) names.insert(names.end(), {one.id, one.name});
    const auto known = nearest(name, names);
    return fail(Errc::config, fmt::format("--transform {}: no such transform{}", printable(name),
                                          known ? ", did you mean " + *known + "?" : ""));
  }
  ValueMap given;
  for (const std::string& setting : args.list("param")) {
    const std::size_t equals = setting.find('=');
    const std::string key = setting.substr(0, equals);
    const auto info = std::ranges::find(transform->parameters, key, &ParameterInfo::name);
    if (equals == std::string::npos || info == transform->parameters.end()) {
      return fail(Errc::config, fmt::format("--param {}: {} has no such parameter; see \"massbench "
                                            "describe {}\"",
                                            printable(setting), transform->id, transform->id));
    }
    auto value = parse_parameter(*info, std::string_view(setting).substr(equals + 1));
    if (!value) return fail_in("--param " + key, value.error());
    given[key] = *std::move(value);
  }
  auto parameters = Parameters::check(transform->parameters, given);
  if (!parameters) return std::unexpected(parameters.error());
  Path path;
  path.id = transform->id;
  path.title = transform->name;
  path.steps.push_back({.transform = transform,
                        .parameters = *std::move(parameters),
                        .when = "always",
                        .host = "relay.example.net",
                        .domain = "relay.example.net",
                        .role = RoleKind::relay,
                        .hop = 0});
  return path;
}

Result<Exit> mangle(Tools& tools, const Arguments& args) {
  if (args.has("path") == args.has("transform")) {
    return fail(Errc::config, "give either --path or --transform");
  }
  auto path = args.has("path") ? named_path("--path", args.text("path")) : one_step(args);
  if (!path) return std::unexpected(path.error());
  const auto seed = args.number("seed", 20040804);
  if (!seed) return std::unexpected(seed.error());
  auto now = choose_time(tools, args);
  if (!now) return std::unexpected(now.error());
  auto transit = choose_transit(tools, args, *now, args.has("wire"));
  if (!transit) return std::unexpected(transit.error());

  const Journey journey = travel(*path, *transit, *seed, "mangle", tools.crypto);
  for (const std::string& line : journey_log(*path, journey)) {
    tools.console.err << printable(line, 1000) << "\n";
  }
  const Transit& end = journey.end();
  if (end.delivery != Delivery::in_transit) {
    tools.console.err << "not delivered: " << name_of(end.delivery) << "\n";
    return Exit::gate;
  }
  tools.console.err << "envelope " << printable(envelope_json(end.envelope), 4000) << "\n";
  tools.console.out << end.message.to_string();
  return Exit::ok;
}

Exit mangle_verb(Tools& tools, const Verb& verb, const std::vector<std::string>& words) {
  Arguments args(tools, verb);
  args.add("path", "P", "path by id, or a path file (.json)");
  args.add("transform", "T", "one transform, by id or name");
  args.add_list("param", "K=V", "setting of the transform; repeatable");
  args.add_flag("wire", "the message is in wire form already: take its octets as they stand");
  args.add("envelope", "JSON", "envelope: JSON or a file (default: made from the header)");
  args.add("seed", "N", "seed of the random choices (default: 20040804)");
  args.add("now", "SECONDS", "time of submission, seconds since 1970 (default: now)");
  args.positional("message", 1);
  if (const auto done = args.parse(words)) return *done;
  const auto exit = mangle(tools, args);
  return exit ? *exit : report(tools.console, exit.error());
}

}  // namespace

const Verb kMangle{"mangle",
                   "sends one message down a path or through a transform; says what changed",
                   "--path P | --transform T [--param K=V] [MESSAGE|-]",
                   "  massbench mangle --path P18 signed.eml > received.eml\n"
                   "  massbench mangle --transform T03 --param tag=[demo] mail.eml | head\n",
                   mangle_verb};

}  // namespace mass::cli
