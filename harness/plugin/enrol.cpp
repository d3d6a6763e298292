#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "harness/plugin/plugin_scheme.hpp"

namespace mass {
namespace {

bool has_parameter(const SchemeInfo& info, std::string_view name) {
  return std::ranges::find(info.parameters, name, &ParameterInfo::name) != info.parameters.end();
}

// What the manifest sets becomes the standard value.
Result<void> set_standards(SchemeInfo& info, const ValueMap& given) {
  auto checked = Parameters::check(info.parameters, given);
  if (!checked) return std::unexpected(checked.error());
  for (ParameterInfo& parameter : info.parameters) {
    parameter.standard = checked->values().at(parameter.name);
  }
  return {};
}

SchemeInfo describe(const PluginManifest& manifest, const PluginGreeting& greeting,
                    const SchemeInfo* family) {
  SchemeInfo info = greeting.info;
  info.id = manifest.id;
  info.family = manifest.family;
  if (info.title.empty()) info.title = manifest.id + ", an external plug-in";
  if (!greeting.software.empty()) info.title += " (" + greeting.software + ")";
  if (info.protects == static_cast<Protects>(0)) {
    info.protects = family == nullptr ? Protects::header | Protects::body : family->protects;
  }
  for (const char* operation : {"originate", "forward", "verify", "provision"}) {
    if (!greeting.does(operation)) info.stand_ins.emplace_back(operation);
  }
  if (!greeting.has_trace) info.stand_ins.emplace_back("trace");
  if (family == nullptr) return info;
  info.lineage = family->lineage;
  if (info.source.empty()) info.source = family->source;
  if (info.text.empty()) info.text = family->text;
  if (info.roles.empty()) info.roles = family->roles;
  return info;
}

// The settings that both have, under the names of the plug-in's.
Result<std::unique_ptr<Scheme>> make_family(const Registry& registry, const SchemeInfo& family,
                                            const ValueMap& values) {
  ValueMap common;
  for (const auto& [name, value] : values) {
    if (has_parameter(family, name)) common[name] = value;
  }
  return registry.make(family.id, {}, common);
}

}  // namespace

Result<void> enrol_plugin(const PluginManifest& manifest, Registry& registry) {
  auto host = std::make_shared<PluginHost>(manifest);
  auto greeted = host->greet();
  if (!greeted) return std::unexpected(greeted.error());
  const SchemeInfo* family = registry.find(manifest.family);
  SchemeInfo info = describe(manifest, *greeted, family);
  if (auto set = set_standards(info, manifest.parameters); !set) {
    return fail_in("plug-in " + manifest.id, set.error());
  }
  auto greeting = std::make_shared<const PluginGreeting>(*std::move(greeted));
  const auto factory = [info, host, greeting, family, &registry](
                           const Parameters& parameters) -> Result<std::unique_ptr<Scheme>> {
    std::unique_ptr<Scheme> stands_in;
    if (family != nullptr) {
      auto made = make_family(registry, *family, parameters.values());
      if (!made) return fail_in("plug-in " + info.id, made.error());
      stands_in = *std::move(made);
    }
    auto scheme = std::make_unique<PluginScheme>(info, host, greeting, parameters.values(),
                                                 std::move(stands_in));
    if (auto fits = scheme->check(); !fits) return std::unexpected(fits.error());
    return scheme;
  };
  return registry.add(info, factory);
}

}  // namespace mass
