#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "core/base/glob.hpp"
#include "core/base/text.hpp"
#include "harness/run/scenario.hpp"
#include "results/record.hpp"

namespace mass {
namespace {

// Standard rows: every profile a scheme marks as standard; the others are there to be asked for.
std::vector<SchemeChoice> standard_choices(const Registry& registry) {
  std::vector<SchemeChoice> choices;
  for (const SchemeInfo* info : registry.list()) {
    if (info->profiles.empty()) choices.push_back({.scheme = info->id});
    for (const Profile& profile : info->profiles) {
      if (profile.standard) choices.push_back({.scheme = info->id, .profile = profile.name});
    }
  }
  return choices;
}

Result<PlannedScheme> plan_scheme(const SchemeChoice& choice, const Registry& registry) {
  const SchemeInfo* info = registry.find(choice.scheme);
  std::string profile = choice.profile;
  if (profile.empty() && info != nullptr && !info->profiles.empty()) {
    profile = info->profiles.front().name;
  }
  auto scheme = registry.make(choice.scheme, profile, choice.parameters);
  if (!scheme) return std::unexpected(scheme.error());
  std::string label = choice.label;
  if (label.empty()) label = profile.empty() ? "std" : profile;
  if (choice.label.empty() && !choice.parameters.empty()) label += to_json(choice.parameters);
  ValueMap in_force = choice.parameters;
  const auto named = std::ranges::find(info->profiles, profile, &Profile::name);
  if (named != info->profiles.end())
    in_force.insert(named->parameters.begin(), named->parameters.end());
  return PlannedScheme{.id = choice.scheme,
                       .label = std::move(label),
                       .in_force = std::move(in_force),
                       .scheme = *std::move(scheme)};
}

Result<void> add_schemes(Plan& plan, const Registry& registry) {
  std::set<std::pair<std::string, std::string>> rows;
  for (const SchemeChoice& choice : plan.scenario.schemes) {
    auto planned = plan_scheme(choice, registry);
    if (!planned) return std::unexpected(planned.error());
    if (!rows.insert({planned->id, planned->label}).second) {
      return fail(Errc::config, fmt::format("schemes: {} is there twice under the name \"{}\"; "
                                            "give one of them a \"label\"",
                                            planned->id, planned->label));
    }
    plan.schemes.push_back(*std::move(planned));
  }
  return {};
}

Result<std::vector<Path>> candidates(const Scenario& scenario) {
  std::vector<Path> paths = built_in_paths();
  paths.insert(paths.end(), presets().begin(), presets().end());
  for (const std::string& file : scenario.path_files) {
    auto path = load_path(file);
    if (!path) return std::unexpected(path.error());
    if (std::ranges::find(paths, path->id, &Path::id) != paths.end()) {
      return fail(Errc::config, fmt::format("{}: a path named {} exists already; choose another id",
                                            file, path->id));
    }
    paths.push_back(*std::move(path));
  }
  return paths;
}

// A preset is run when it is asked for: it stands for one software, a path for a way of delivery.
bool is_preset(const Path& path) {
  return path.id.contains('/');
}

Result<void> add_mixes(Plan& plan, const std::vector<std::string>& path_ids) {
  plan.mixes = plan.scenario.mixes.empty() ? built_in_mixes() : std::vector<Mix>{};
  for (const std::string& name : plan.scenario.mixes) {
    auto mix = open_mix(name);
    if (!mix) return std::unexpected(mix.error());
    for (const auto& [id, share] : mix->percent) {
      if (std::ranges::find(path_ids, id) != path_ids.end()) continue;
      const auto known = nearest(id, path_ids);
      return fail(Errc::config, fmt::format("mix {}: no path \"{}\"{}", printable(name), id,
                                            known ? ", did you mean " + *known + "?" : ""));
    }
    if (std::ranges::find(plan.mixes, mix->id, &Mix::id) != plan.mixes.end()) {
      return fail(Errc::config, fmt::format("two mixes are named {}", mix->id));
    }
    plan.mixes.push_back(*std::move(mix));
  }
  return {};
}

Result<void> add_paths(Plan& plan) {
  auto all = candidates(plan.scenario);
  if (!all) return std::unexpected(all.error());
  std::set<std::string> wanted{std::string(kIdentityPath)};
  std::vector<std::string> names;
  for (const Path& path : *all) names.push_back(path.id);
  if (auto done = add_mixes(plan, names); !done) return done;
  for (const std::string& pattern : plan.scenario.paths) {
    bool found = false;
    for (const Path& path : *all) {
      if (is_preset(path) && !pattern.contains('/')) continue;
      if (!matches_glob(pattern, path.id)) continue;
      wanted.insert(path.id);
      found = true;
    }
    if (found) continue;
    const auto known = nearest(pattern, names);
    return fail(Errc::config,
                fmt::format("paths: nothing is called \"{}\"{}; see \"massbench list paths\" and "
                            "\"massbench list presets\"",
                            printable(pattern), known ? ", did you mean " + *known + "?" : ""));
  }
  const bool everything = plan.scenario.paths.empty();
  for (Path& path : *all) {
    if ((everything && !is_preset(path)) || wanted.contains(path.id))
      plan.paths.push_back(std::move(path));
  }
  std::ranges::stable_sort(plan.paths, {}, [](const Path& path) {
    return std::pair(path.id != kIdentityPath, path.kind == Path::Kind::bounce);
  });
  return {};
}

}  // namespace

Result<Plan> make_plan(const Scenario& scenario, const Registry& registry) {
  Plan plan{.scenario = scenario};
  if (plan.scenario.schemes.empty()) plan.scenario.schemes = standard_choices(registry);
  if (plan.scenario.corpora.empty()) plan.scenario.corpora.emplace_back();
  if (auto done = add_schemes(plan, registry); !done) return std::unexpected(done.error());
  if (auto done = add_paths(plan); !done) return std::unexpected(done.error());
  plan.participants = participating_domains(plan.paths);
  return plan;
}

Result<std::unique_ptr<CorpusReader>> open_choice(const CorpusChoice& choice, std::uint64_t seed) {
  const ReadOptions options{.as_is = choice.as_is};
  if (choice.path.empty()) return generate_corpus(seed, choice.built_in_count, options);
  return open_corpus(choice.path, options);
}

}  // namespace mass
