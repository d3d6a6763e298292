#include "harness/cli/describe_json.hpp"

#include "core/base/value.hpp"

namespace mass::cli {
namespace {

using nlohmann::json;

json value_of(const ValueMap& values) {
  return json::parse(to_json(values));
}

json head(std::string_view kind, const std::string& id, const std::string& title,
          const std::string& text) {
  return {{"schema", "mass-description-1"},
          {"kind", kind},
          {"id", id},
          {"title", title},
          {"text", text}};
}

json parameters_of(const std::vector<ParameterInfo>& parameters) {
  json list = json::array();
  for (const ParameterInfo& one : parameters) {
    list.push_back({{"name", one.name},
                    {"text", one.text},
                    {"standard", value_of({{"it", one.standard}}).at("it")},
                    {"choices", one.choices}});
  }
  return list;
}

}  // namespace

json description_of(const SchemeInfo& info) {
  json answer = head("scheme", info.id, info.title, info.text);
  answer["source"] = info.source;
  answer["descendant"] = info.lineage == Lineage::descendant;
  const std::pair<Protects, const char*> parts[] = {{Protects::header, "header"},
                                                    {Protects::body, "body"},
                                                    {Protects::envelope, "envelope"},
                                                    {Protects::bounce, "bounces"}};
  answer["protects"] = json::array();
  for (const auto& [part, name] : parts) {
    if (covers(info.protects, part)) answer["protects"].push_back(name);
  }
  answer["roles"] = info.roles;
  answer["reconstructed"] = info.reconstructed;
  answer["family"] = info.family;
  answer["stand_ins"] = info.stand_ins;
  answer["parameters"] = parameters_of(info.parameters);
  answer["profiles"] = json::array();
  for (const Profile& profile : info.profiles) {
    answer["profiles"].push_back({{"name", profile.name},
                                  {"text", profile.text},
                                  {"parameters", value_of(profile.parameters)}});
  }
  return answer;
}

json description_of(const Transform& transform) {
  json answer = head("transform", transform.id, transform.name, transform.text);
  answer["models"] = transform.models;
  answer["benign"] = transform.benign;
  answer["made_of"] = transform.made_of;
  answer["parameters"] = parameters_of(transform.parameters);
  return answer;
}

json description_of(const Path& path) {
  json answer = head("path", path.id, path.title, path.text);
  answer["arrives"] = path.kind == Path::Kind::bounce ? "bounce" : "delivery";
  answer["genuine"] = path.genuine;
  answer["benign"] = path.benign;
  answer["starts_unsigned"] = path.starts_unsigned;
  answer["hash"] = path.hash;
  answer["mixes"] = json::object();
  for (const Mix& mix : built_in_mixes()) {
    const auto share = mix.percent.find(path.id);
    if (share != mix.percent.end()) answer["mixes"][mix.id] = share->second;
  }
  answer["steps"] = json::array();
  for (const Step& step : path.steps) {
    answer["steps"].push_back({{"hop", step.hop + 1},
                               {"host", step.host},
                               {"domain", step.domain},
                               {"apply", step.id()},
                               {"when", step.when},
                               {"with", value_of(step.parameters.values())}});
  }
  return answer;
}

json description_of(const Mix& mix) {
  json answer = head("mix", mix.id, mix.title, mix.text);
  answer["percent"] = mix.percent;
  return answer;
}

}  // namespace mass::cli
