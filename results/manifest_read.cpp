#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "core/base/text.hpp"
#include "results/facts_json.hpp"
#include "results/json_schema.hpp"
#include "results/manifest.hpp"

namespace mass {
namespace {

using nlohmann::json;

Value value_of(const json& value) {
  if (value.is_boolean()) return value.get<bool>();
  if (value.is_number_integer()) return value.get<std::int64_t>();
  if (value.is_array()) return value.get<std::vector<std::string>>();
  return value.get<std::string>();
}

// Throws what nlohmann::json throws when a member is missing or of another type.
Manifest manifest_of(const json& value) {
  Manifest manifest;
  value.at("versions").get_to(manifest.versions);
  value.at("command_line").get_to(manifest.command_line);
  manifest.plugins = value.value("plugins", manifest.plugins);  // older runs do not tell them
  value.at("scenario_name").get_to(manifest.scenario_name);
  const json& scenario = value.at("scenario");
  manifest.scenario = scenario.is_string() ? scenario.get<std::string>() : scenario.dump();
  value.at("seed").get_to(manifest.seed);
  for (const json& one : value.at("corpora")) {
    manifest.corpora.push_back({.path = one.at("path").get<std::string>(),
                                .messages = one.at("messages").get<std::uint64_t>(),
                                .hash = one.at("hash").get<std::string>()});
  }
  for (const json& one : value.at("schemes")) {
    Manifest::Scheme scheme{.id = one.at("id").get<std::string>(),
                            .profile = one.at("profile").get<std::string>(),
                            .parameters = {}};
    for (const auto& [name, parameter] : one.at("parameters").items()) {
      scheme.parameters.emplace(name, value_of(parameter));
    }
    manifest.schemes.push_back(std::move(scheme));
  }
  for (const json& one : value.at("paths")) {
    manifest.paths.push_back(
        {.id = one.at("id").get<std::string>(), .hash = one.at("hash").get<std::string>()});
  }
  if (const auto facts = value.find("facts"); facts != value.end()) {
    manifest.facts = run_facts(*facts);
  }
  if (const auto shard = value.find("shard"); shard != value.end()) {
    manifest.shard = {.index = shard->at("index").get<std::uint64_t>(),
                      .count = shard->at("count").get<std::uint64_t>()};
  }
  value.at("machine").get_to(manifest.machine);
  value.at("started").get_to(manifest.started);
  value.at("finished").get_to(manifest.finished);
  return manifest;
}

}  // namespace

Result<Manifest> parse_run_manifest(std::string_view text, std::string_view file) {
  auto value = parse_with_schema(text, kManifestSchema, file);
  if (!value) return std::unexpected(value.error());
  try {
    Manifest manifest = manifest_of(*value);
    if (manifest.shard &&
        (manifest.shard->index < 1 || manifest.shard->index > manifest.shard->count)) {
      return fail(Errc::malformed, fmt::format("{}: there is no shard {}/{}", file,
                                               manifest.shard->index, manifest.shard->count));
    }
    return manifest;
  } catch (const json::exception& error) {
    return fail(Errc::malformed,
                fmt::format("{}: not a manifest: {}", file, printable(error.what())));
  }
}

}  // namespace mass
