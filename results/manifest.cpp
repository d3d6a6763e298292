#include "results/manifest.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "results/facts_json.hpp"

namespace mass {
namespace {

using nlohmann::json;

json to_value(const ValueMap& parameters) {
  json value = json::object();
  for (const auto& [name, parameter] : parameters) {
    std::visit([&entry = value[name]](const auto& held) { entry = held; }, parameter);
  }
  return value;
}

json corpora_of(const Manifest& manifest) {
  json list = json::array();
  for (const Manifest::Corpus& corpus : manifest.corpora) {
    list.push_back({{"path", corpus.path}, {"messages", corpus.messages}, {"hash", corpus.hash}});
  }
  return list;
}

json schemes_of(const Manifest& manifest) {
  json list = json::array();
  for (const Manifest::Scheme& scheme : manifest.schemes) {
    list.push_back({{"id", scheme.id},
                    {"profile", scheme.profile},
                    {"parameters", to_value(scheme.parameters)}});
  }
  return list;
}

json paths_of(const Manifest& manifest) {
  json list = json::array();
  for (const Manifest::Path& path : manifest.paths) {
    list.push_back({{"id", path.id}, {"hash", path.hash}});
  }
  return list;
}

}  // namespace

std::string to_json(const Manifest& manifest) {
  json value = {{"schema", kManifestSchema},
                {"versions", manifest.versions},
                {"command_line", manifest.command_line},
                {"plugins", manifest.plugins},
                {"scenario_name", manifest.scenario_name},
                {"seed", manifest.seed},
                {"corpora", corpora_of(manifest)},
                {"schemes", schemes_of(manifest)},
                {"paths", paths_of(manifest)},
                {"machine", manifest.machine},
                {"started", manifest.started},
                {"finished", manifest.finished}};
  if (manifest.facts) value["facts"] = to_value(*manifest.facts);
  if (manifest.shard) {
    value["shard"] = {{"index", manifest.shard->index}, {"count", manifest.shard->count}};
  }
  constexpr auto lenient = json::error_handler_t::replace;
  std::string text = value.dump(2, ' ', false, lenient);
  // The scenario is put in as text, not parsed: its numbers and its order stay as they were.
  const std::string scenario = json::accept(manifest.scenario)
                                   ? manifest.scenario
                                   : json(manifest.scenario).dump(-1, ' ', false, lenient);
  text.resize(text.size() - 2);  // the final line end and brace
  return text + ",\n  \"scenario\": " + scenario + "\n}\n";
}

}  // namespace mass
