#include <fmt/format.h>
#include <fmt/ranges.h>

#include <ostream>

#include "core/base/text.hpp"
#include "harness/cli/arguments.hpp"
#include "harness/cli/describe_json.hpp"
#include "harness/paths/mix.hpp"
#include "harness/paths/path.hpp"

namespace mass::cli {
namespace {

void print_parameters(std::ostream& out, const std::vector<ParameterInfo>& parameters) {
  if (parameters.empty()) return;
  out << "\nparameters\n";
  for (const ParameterInfo& one : parameters) {
    std::string choices;
    for (const std::string& word : one.choices) choices += (choices.empty() ? "" : " | ") + word;
    out << fmt::format("  {:<20} {}\n", one.name, one.text);
    out << fmt::format("  {:<20} standard: {}{}\n", "", to_text(one.standard),
                       choices.empty() ? "" : "; one of: " + choices);
  }
}

void describe(std::ostream& out, const SchemeInfo& info) {
  out << fmt::format("{}  ({})\nsource: {}\nlineage: {}\n\n{}\n", info.title, info.id, info.source,
                     info.lineage == Lineage::descendant
                         ? "descendant, 2007 or later, of the proposals of 2004"
                         : "proposal of 2004",
                     info.text);
  const std::pair<Protects, std::string_view> parts[] = {{Protects::header, "header"},
                                                         {Protects::body, "body"},
                                                         {Protects::envelope, "envelope"},
                                                         {Protects::bounce, "bounces"}};
  std::string protects;
  for (const auto& [part, name] : parts) {
    if (covers(info.protects, part)) protects += (protects.empty() ? "" : ", ") + std::string(name);
  }
  out << fmt::format("\nprotects: {}\n", protects);
  std::string roles;
  for (const std::string& role : info.roles) roles += (roles.empty() ? "" : ", ") + role;
  if (!roles.empty()) out << fmt::format("who can sign: {}\n", roles);
  out << fmt::format("reconstructed: {}\n",
                     info.reconstructed.empty() ? "nothing" : info.reconstructed);
  if (!info.family.empty()) {
    out << fmt::format("another implementation of: {}\n", info.family);
    if (!info.stand_ins.empty()) {
      out << fmt::format("left to {}: {}\n", info.family, fmt::join(info.stand_ins, ", "));
    }
  }
  print_parameters(out, info.parameters);
  if (!info.profiles.empty()) out << "\nprofiles\n";
  for (const Profile& profile : info.profiles) {
    out << fmt::format("  {:<20} {}\n  {:<20} {}\n", profile.name, profile.text, "",
                       to_json(profile.parameters));
  }
}

void describe(std::ostream& out, const Transform& transform) {
  out << fmt::format("{}\n\n{}\n\nmodels: {}\n{}\n", label_of(transform), transform.text,
                     transform.models,
                     transform.benign ? "benign: real software does this" : "hostile");
  if (!transform.made_of.empty()) out << "\nsteps\n";
  for (const std::string& step : transform.made_of) out << "  " << step << "\n";
  print_parameters(out, transform.parameters);
}

void describe(std::ostream& out, const Path& path) {
  out << fmt::format("{}  {}\n\n{}\n\nkind: {}; what arrives is {}{}\n", path.id, path.title,
                     path.text, path.kind == Path::Kind::bounce ? "bounce" : "delivery",
                     path.genuine ? "genuine" : "forged",
                     path.starts_unsigned ? "; starts from the unsigned message" : "");
  for (const Mix& mix : built_in_mixes()) {
    const auto share = mix.percent.find(path.id);
    if (share == mix.percent.end()) continue;
    out << fmt::format("share of mix {}: {:.2f} %\n", mix.id, share->second);
  }
  if (!path.steps.empty()) out << "\nsteps\n";
  for (const Step& step : path.steps) {
    out << fmt::format("  hop {}  {:<22} {:<16} {:<18} {}\n", step.hop + 1, step.host, step.label(),
                       step.when == "always" ? "" : "when " + step.when,
                       to_json(step.parameters.values()));
  }
  out << fmt::format("\nhash: {}\n", path.hash);
}

void describe(std::ostream& out, const Mix& mix) {
  out << fmt::format("{}  {}\n\n{}\n\npercent of messages by path\n", mix.id, mix.title, mix.text);
  for (const auto& [id, percent] : mix.percent) {
    const auto path = find_path(id);
    out << fmt::format("  {:<20} {:>6.2f}  {}\n", id, percent, path ? path->title : "");
  }
}

template <class Thing>
Exit show(const Tools& tools, const Thing& thing, bool as_json) {
  constexpr auto lenient = nlohmann::json::error_handler_t::replace;
  std::ostream& out = tools.console.out;
  if (as_json) {
    out << description_of(thing).dump(2, ' ', false, lenient) << "\n";
  } else {
    describe(out, thing);
  }
  return Exit::ok;
}

Result<Exit> describe_name(const Tools& tools, const Arguments& args) {
  const std::string name = args.text("name");
  const auto as_json = args.wants_json();
  if (!as_json) return std::unexpected(as_json.error());
  std::vector<std::string> names;
  for (const SchemeInfo* info : tools.registry.list()) {
    names.push_back(info->id);
    if (info->id == name) return show(tools, *info, *as_json);
  }
  if (const auto path = find_path(name)) return show(tools, *path, *as_json);
  for (const Mix& mix : built_in_mixes()) {
    names.push_back(mix.id);
    if (iequals(mix.id, name)) return show(tools, mix, *as_json);
  }
  for (const auto& more : {path_names(), transform_names()}) {
    names.insert(names.end(), more.begin(), more.end());
  }
  if (const Transform* transform = find_transform(name)) return show(tools, *transform, *as_json);
  const auto known = nearest(name, names);
  return fail(Errc::config,
              fmt::format("describe: nothing is called \"{}\"{}; see \"massbench list schemes\", "
                          "\"... paths\", \"... presets\", \"... transforms\", \"... mixes\"",
                          printable(name), known ? ", did you mean " + *known + "?" : ""));
}

Exit describe_verb(Tools& tools, const Verb& verb, const std::vector<std::string>& words) {
  Arguments args(tools, verb);
  args.add("format", "F", "table or json");
  args.positional("name", 1);
  if (const auto done = args.parse(words)) return *done;
  const auto exit = describe_name(tools, args);
  return exit ? *exit : report(tools.console, exit.error());
}

}  // namespace

const Verb kDescribe{
    "describe", "says what a scheme, path, transform or mix is, with its parameters",
    "NAME [--format json]",
    "  massbench describe domainkeys\n  massbench describe P18 --format json\n", describe_verb};

}  // namespace mass::cli
