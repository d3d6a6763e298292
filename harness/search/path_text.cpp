#include <algorithm>
#include <nlohmann/json.hpp>
#include <variant>

#include "harness/search/search.hpp"

namespace mass {

namespace {

using Json = nlohmann::ordered_json;

Json json_of(const Value& value) {
  return std::visit([](const auto& one) { return Json(one); }, value);
}

std::string_view name_of(RoleKind role) {
  switch (role) {
    case RoleKind::originator:
      return "originator";
    case RoleKind::relay:
      return "relay";
    case RoleKind::mediator:
      return "mediator";
    case RoleKind::receiver:
      return "receiver";
  }
  return "";
}

Json json_of(const Step& step) {
  if (step.takes_part()) return {{"take_part", true}, {"when", step.when}};
  Json json{{"apply", step.transform->id}};
  if (step.when != "always") json["when"] = step.when;
  Json with = Json::object();
  for (const ParameterInfo& info : step.transform->parameters) {
    const Value& value = step.parameters.values().at(info.name);
    if (value != info.standard) with[info.name] = json_of(value);
  }
  if (!with.empty()) json["with"] = std::move(with);
  return json;
}

}  // namespace

std::string path_file_text(const Path& path) {
  Json hops = Json::array();
  std::size_t last_hop = 0;
  for (const Step& step : path.steps) {
    if (hops.empty() || step.hop != last_hop || step.host != hops.back()["host"]) {
      Json hop{{"host", step.host}};
      if (step.role != RoleKind::relay) hop["role"] = name_of(step.role);
      if (step.domain != step.host) hop["domain"] = step.domain;
      hop["steps"] = Json::array();
      hops.push_back(std::move(hop));
      last_hop = step.hop;
    }
    hops.back()["steps"].push_back(json_of(step));
  }
  const Json json{{"schema", "mass-path-1"},
                  {"id", path.id},
                  {"title", path.title},
                  {"text", path.text},
                  {"hops", std::move(hops)}};
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace mass
