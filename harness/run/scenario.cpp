#include "harness/run/scenario.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "core/base/files.hpp"
#include "harness/json/document.hpp"
#include "results/gate.hpp"
#include "results/manifest.hpp"

namespace mass {
namespace {

constexpr std::string_view kSchema = "mass-scenario-1";

CorpusChoice read_corpus(JsonObject object) {
  CorpusChoice choice;
  choice.path = object.text_or("path", "");
  choice.as_is = object.flag_or("as_is", false);
  const auto count = object.integer_or("built_in", static_cast<std::int64_t>(kBuiltInCount));
  if (count < 1 || count > 10'000'000) {
    object.complain("built_in", "built_in takes a number of messages from 1 to 10000000");
  } else {
    choice.built_in_count = static_cast<std::size_t>(count);
  }
  if (choice.path.empty() && !object.has("built_in")) {
    object.complain("a corpus needs \"path\", or \"built_in\" with a number of messages");
  }
  return choice;
}

ValueMap read_parameters(JsonObject object) {
  ValueMap values;
  for (const auto& [name, value] : object.members()) {
    if (auto held = value.scalar()) values[name] = *std::move(held);
  }
  return values;
}

SchemeChoice read_scheme(JsonObject object) {
  SchemeChoice choice;
  choice.scheme = object.text("scheme");
  choice.profile = object.text_or("profile", "");
  choice.label = object.text_or("label", "");
  if (auto parameters = object.find("parameters")) {
    choice.parameters = read_parameters(parameters->object());
  }
  return choice;
}

// A whole number of `key` within bounds, else `otherwise` and a mistake.
std::int64_t read_bounded(JsonObject& object, std::string_view key, std::int64_t otherwise,
                          std::int64_t most) {
  const std::int64_t number = object.integer_or(key, otherwise);
  if (number >= 0 && number <= most) return number;
  object.complain(key, fmt::format("{} takes a whole number from 0 to {}", key, most));
  return otherwise;
}

LatencyModel read_latency(JsonObject object) {
  constexpr std::int64_t kLongest = 600'000;
  const LatencyModel usual;
  const auto read = [&object](std::string_view key, std::chrono::milliseconds otherwise) {
    return std::chrono::milliseconds(read_bounded(object, key, otherwise.count(), kLongest));
  };
  return {.dns = read("dns", usual.dns),
          .http = read("http", usual.http),
          .timeout = read("timeout", usual.timeout)};
}

FaultModel read_faults(JsonObject object, std::uint64_t seed) {
  const auto read = [&object](std::string_view key) {
    return static_cast<unsigned>(read_bounded(object, key, 0, 1000));
  };
  FaultModel model{.seed = seed,
                   .failed_per_mille = read("failed"),
                   .timeout_per_mille = read("timeout"),
                   .absent_per_mille = read("absent")};
  if (model.failed_per_mille + model.timeout_per_mille + model.absent_per_mille > 1000) {
    object.complain("faults add up to more than 1000 per mille");
  }
  return model;
}

ServerModel read_servers(JsonObject object, std::uint64_t seed) {
  ServerModel servers;
  if (auto latency = object.find("latency_ms")) servers.latency = read_latency(latency->object());
  if (auto faults = object.find("faults_per_mille")) {
    servers.faults = read_faults(faults->object(), seed);
  }
  return servers;
}

nlohmann::json servers_json(const ServerModel& servers) {
  const LatencyModel& latency = servers.latency;
  const FaultModel& faults = servers.faults;
  return {{"latency_ms",
           {{"dns", latency.dns.count()},
            {"http", latency.http.count()},
            {"timeout", latency.timeout.count()}}},
          {"faults_per_mille",
           {{"failed", faults.failed_per_mille},
            {"timeout", faults.timeout_per_mille},
            {"absent", faults.absent_per_mille}}}};
}

Scenario read_scenario(JsonObject root) {
  Scenario scenario;
  if (root.text("schema") != kSchema) {
    root.complain("schema", fmt::format("schema must be \"{}\"", kSchema));
  }
  scenario.title = root.text_or("title", "untitled");
  const auto seed = root.integer_or("seed", static_cast<std::int64_t>(scenario.seed));
  if (seed < 0) root.complain("seed", "seed takes a whole number from 0");
  scenario.seed = static_cast<std::uint64_t>(seed);
  scenario.time = from_unix(root.integer_or("time", to_unix(scenario.time)));
  if (to_unix(scenario.time) < 0 || to_unix(scenario.time) > 253402300799) {
    root.complain("time", "time takes seconds since 1970, before the year 10000");
  }
  const auto sample = root.integer_or("sample", 0);
  if (sample < 0) root.complain("sample", "sample takes a whole number from 0 (all)");
  scenario.sample = static_cast<std::size_t>(std::max<std::int64_t>(sample, 0));
  scenario.message = root.text_or("message", "");
  for (JsonObject& object : root.objects_or_none("corpora")) {
    scenario.corpora.push_back(read_corpus(std::move(object)));
  }
  for (JsonObject& object : root.objects_or_none("schemes")) {
    scenario.schemes.push_back(read_scheme(std::move(object)));
  }
  scenario.paths = root.texts_or("paths");
  scenario.path_files = root.texts_or("path_files");
  scenario.mixes = root.texts_or("mixes");
  for (const JsonValue& gate : root.items_or_none("gates")) {
    const auto text = gate.text();
    if (!text) continue;
    if (const auto sound = parse_gate(*text); !sound) gate.complain(sound.error().what);
    scenario.gates.push_back(*text);
  }
  if (auto servers = root.find("servers")) {
    scenario.servers = read_servers(servers->object(), scenario.seed);
  }
  return scenario;
}

// The scenario that a file is, or that the manifest of a run holds.
Scenario read_file_of(JsonObject root) {
  if (root.has("schema") && root.text("schema") == kManifestSchema) {
    (void)root.members();  // the rest of a manifest is none of a scenario's business
    if (auto scenario = root.find("scenario")) return read_scenario(scenario->object());
  }
  return read_scenario(std::move(root));
}

nlohmann::json to_json_object(const ValueMap& values) {
  return nlohmann::json::parse(to_json(values));
}

}  // namespace

std::string Scenario::to_json() const {
  nlohmann::json document{{"schema", kSchema},     {"title", title},           {"seed", seed},
                          {"time", to_unix(time)}, {"sample", sample},         {"message", message},
                          {"paths", paths},        {"path_files", path_files}, {"mixes", mixes}};
  if (!gates.empty()) document["gates"] = gates;
  document["corpora"] = nlohmann::json::array();
  for (const CorpusChoice& choice : corpora) {
    nlohmann::json entry{{"as_is", choice.as_is}};
    if (choice.path.empty()) entry["built_in"] = choice.built_in_count;
    if (!choice.path.empty()) entry["path"] = choice.path;
    document["corpora"].push_back(entry);
  }
  document["schemes"] = nlohmann::json::array();
  for (const SchemeChoice& choice : schemes) {
    document["schemes"].push_back({{"scheme", choice.scheme},
                                   {"profile", choice.profile},
                                   {"label", choice.label},
                                   {"parameters", to_json_object(choice.parameters)}});
  }
  document["servers"] = servers_json(servers);
  return document.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

Result<Scenario> parse_scenario(std::string_view json, std::string_view file) {
  auto document = JsonDocument::parse(json, file);
  if (!document) return std::unexpected(document.error());
  Scenario scenario = read_file_of(document->root());
  if (auto sound = document->check(); !sound) return std::unexpected(sound.error());
  return scenario;
}

Result<Scenario> load_scenario(const std::filesystem::path& file) {
  const auto text = read_file(file, "scenario");
  if (!text) return std::unexpected(text.error());
  return parse_scenario(*text, file.string());
}

}  // namespace mass
