#include "results/facts_json.hpp"

namespace mass {
namespace {

using nlohmann::json;

constexpr const char* kBounce = "bounce";

json to_value(const PathFacts& path) {
  return {{"id", path.id},
          {"title", path.title},
          {"kind", path.kind == PathFacts::Kind::bounce ? kBounce : "delivery"},
          {"genuine", path.genuine},
          {"benign", path.benign},
          {"participants", path.participants},
          {"weights", path.weights}};
}

json to_value(const SchemeFacts& scheme) {
  return {{"id", scheme.id},
          {"title", scheme.title},
          {"protects", scheme.protects},
          {"reconstructed", scheme.reconstructed},
          {"descendant", scheme.descendant},
          {"profiles", scheme.profiles}};
}

json to_value(const KeyFacts& keys) {
  return {{"scheme", keys.scheme},
          {"profile", keys.profile},
          {"dns_records", keys.dns_records},
          {"dns_octets", keys.dns_octets},
          {"http_objects", keys.http_objects},
          {"http_octets", keys.http_octets}};
}

KeyFacts key_facts(const json& one) {
  KeyFacts keys;
  one.at("scheme").get_to(keys.scheme);
  one.at("profile").get_to(keys.profile);
  one.at("dns_records").get_to(keys.dns_records);
  one.at("dns_octets").get_to(keys.dns_octets);
  one.at("http_objects").get_to(keys.http_objects);
  one.at("http_octets").get_to(keys.http_octets);
  return keys;
}

}  // namespace

json to_value(const RunFacts& facts) {
  json value{{"paths", json::array()}, {"schemes", json::array()}, {"published", json::array()}};
  for (const PathFacts& path : facts.paths) value["paths"].push_back(to_value(path));
  for (const SchemeFacts& scheme : facts.schemes) value["schemes"].push_back(to_value(scheme));
  for (const KeyFacts& keys : facts.published) value["published"].push_back(to_value(keys));
  return value;
}

RunFacts run_facts(const json& value) {
  RunFacts facts;
  for (const json& one : value.at("paths")) {
    PathFacts path{
        .id = one.at("id").get<std::string>(),
        .title = one.at("title").get<std::string>(),
        .kind = one.at("kind") == kBounce ? PathFacts::Kind::bounce : PathFacts::Kind::delivery,
        .genuine = one.at("genuine").get<bool>(),
        .benign = one.at("benign").get<bool>(),
        .participants = one.at("participants").get<bool>()};
    one.at("weights").get_to(path.weights);
    facts.paths.push_back(std::move(path));
  }
  for (const json& one : value.at("schemes")) {
    SchemeFacts scheme{.id = one.at("id").get<std::string>(),
                       .title = one.at("title").get<std::string>(),
                       .protects = one.at("protects").get<std::string>(),
                       .reconstructed = one.at("reconstructed").get<std::string>(),
                       .descendant = one.at("descendant").get<bool>()};
    one.at("profiles").get_to(scheme.profiles);
    facts.schemes.push_back(std::move(scheme));
  }
  for (const json& one : value.at("published")) facts.published.push_back(key_facts(one));
  return facts;
}

}  // namespace mass
