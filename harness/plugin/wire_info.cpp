#include "harness/plugin/wire_words.hpp"

namespace mass::wire {
namespace {

constexpr Words<Protects, 4> kProtects{{{"header", Protects::header},
                                        {"body", Protects::body},
                                        {"envelope", Protects::envelope},
                                        {"bounce", Protects::bounce}}};

json parameter_json(const ParameterInfo& info) {
  json object{{"name", text(info.name)},
              {"standard", value_json(info.standard)},
              {"choices", texts(info.choices)},
              {"text", text(info.text)}};
  if (info.least != INT64_MIN) object["least"] = info.least;
  if (info.most != INT64_MAX) object["most"] = info.most;
  return object;
}

ParameterInfo parameter(const json& item) {
  ParameterInfo info;
  info.name = octets(item.at("name"));
  info.standard = value_of(item.at("standard"));
  take(info.choices, item, "choices");
  take(info.text, item, "text");
  take(info.least, item, "least");
  take(info.most, item, "most");
  return info;
}

Profile profile(const json& item) {
  Profile profile;
  profile.name = octets(item.at("name"));
  take(profile.text, item, "text");
  if (item.contains("parameters")) profile.parameters = values(item.at("parameters"));
  take(profile.standard, item, "standard");
  return profile;
}

Protects protects(const std::vector<std::string>& words) {
  auto set = static_cast<Protects>(0);
  for (const std::string& word : words) {
    set = set | known(find_word(kProtects, word), "part of a message", word);
  }
  return set;
}

}  // namespace

json to_json(const SchemeInfo& info) {
  json object{{"title", text(info.title)},
              {"source", text(info.source)},
              {"protects", json::array()},
              {"text", text(info.text)},
              {"roles", texts(info.roles)},
              {"reconstructed", text(info.reconstructed)},
              {"parameters", json::array()},
              {"profiles", json::array()},
              {"descendant", info.lineage == Lineage::descendant}};
  for (const auto& [word, what] : kProtects) {
    if (covers(info.protects, what)) object["protects"].push_back(word);
  }
  for (const auto& one : info.parameters) object["parameters"].push_back(parameter_json(one));
  for (const Profile& one : info.profiles) {
    object["profiles"].push_back({{"name", text(one.name)},
                                  {"text", text(one.text)},
                                  {"parameters", wire::to_json(one.parameters)},
                                  {"standard", one.standard}});
  }
  return object;
}

void overlay(SchemeInfo& info, const json& object) {
  take(info.title, object, "title");
  take(info.source, object, "source");
  take(info.text, object, "text");
  take(info.roles, object, "roles");
  take(info.reconstructed, object, "reconstructed");
  bool is_descendant = info.lineage == Lineage::descendant;
  take(is_descendant, object, "descendant");
  info.lineage = is_descendant ? Lineage::descendant : Lineage::proposal;
  if (object.contains("protects")) info.protects = protects(octets_list(object.at("protects")));
  for (const json& one : object.value("parameters", json::array())) {
    info.parameters.push_back(parameter(one));
  }
  for (const json& one : object.value("profiles", json::array())) {
    info.profiles.push_back(profile(one));
  }
}

}  // namespace mass::wire
