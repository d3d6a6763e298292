#include "tests/unit/schemes/vector_files.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

namespace mass::test {
namespace {

using Json = nlohmann::json;

Value to_value(const Json& json) {
  if (json.is_boolean()) return json.get<bool>();
  if (json.is_number_integer()) return json.get<std::int64_t>();
  if (json.is_array()) return json.get<std::vector<std::string>>();
  return json.get<std::string>();
}

void lay(ValueMap& values, const Json& object) {
  for (const auto& [name, value] : object.items()) values[name] = to_value(value);
}

void read_detail(Json detail, VectorCase& one) {
  if (const auto results = detail.find("results"); results != detail.end()) {
    for (const Json& result : *results) lay(one.results.emplace_back(), result);
    detail.erase(results);
  }
  lay(one.detail, detail);
}

std::optional<std::string> text_in(const Json& object, const char* name) {
  if (!object.contains(name)) return std::nullopt;
  return object.at(name).get<std::string>();
}

void read_expectation(const Json& expect, VectorCase& one) {
  one.verdict = expect.at("verdict").get<std::string>();
  one.state = text_in(expect, "state");
  one.identity = text_in(expect, "identity");
  one.address = text_in(expect, "address");
  one.length = expect.value("length", std::size_t{0});
  if (expect.contains("detail")) read_detail(expect.at("detail"), one);
  if (expect.contains("digest")) {
    one.sha1 = expect.at("digest").value("sha1", "");
    one.sha256 = expect.at("digest").value("sha256", "");
  }
  if (expect.contains("fields")) {
    const Json& field = expect.at("fields").at(0);
    one.tags = field.at("tags").get<std::map<std::string, std::string>>();
    one.value = field.value("value", "");
  }
}

VectorCase read_case(const Json& set, const Json& json) {
  VectorCase one;
  one.id = json.at("id").get<std::string>();
  one.kind = json.at("kind").get<std::string>();
  one.file = json.value("file", "");
  for (const Json* owner : {&set, &json}) {
    if (!owner->contains("sources")) continue;
    one.dns = owner->at("sources").value("dns", one.dns);
    one.http = owner->at("sources").value("http", one.http);
  }
  const Json none = Json::object();
  const Json& defaults = set.contains("defaults") ? set.at("defaults") : none;
  one.now = from_unix(json.value("now", defaults.value("now", std::int64_t{0})));
  if (defaults.contains("params")) lay(one.params, defaults.at("params"));
  if (json.contains("params")) lay(one.params, json.at("params"));
  one.accept = json.at("accept").get<std::vector<std::string>>();
  read_expectation(json.at("expect"), one);
  return one;
}

}  // namespace

std::filesystem::path vector_folder(const std::string& name) {
  return std::filesystem::path(MASS_SHARED_DIR) / "vectors" / name;
}

std::vector<VectorCase> read_cases(const std::filesystem::path& folder) {
  std::vector<VectorCase> cases;
  const Json set = Json::parse(read_octets(folder / "cases.json"), nullptr, false);
  EXPECT_TRUE(set.is_object()) << folder;
  if (!set.is_object()) return cases;
  for (const Json& json : set.at("cases")) cases.push_back(read_case(set, json));
  return cases;
}

std::string read_octets(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  EXPECT_TRUE(stream.good()) << file;
  return {std::istreambuf_iterator<char>(stream), {}};
}

std::string take_text(ValueMap& params, const std::string& name) {
  const auto found = params.find(name);
  if (found == params.end()) return {};
  std::string text = std::get<std::string>(found->second);
  params.erase(found);
  return text;
}

void expect_judged_as(const VectorCase& one, std::string_view verdict, std::string_view state,
                      std::string_view identity, const ValueMap& detail) {
  EXPECT_NE(std::ranges::find(one.accept, verdict), one.accept.end()) << verdict << ' ' << state;
  if (verdict != one.verdict) return;
  if (one.state) {
    EXPECT_EQ(state, *one.state);
  }
  if (one.identity) {
    EXPECT_EQ(identity, *one.identity);
  }
  for (const auto& [name, value] : one.detail) {
    const auto found = detail.find(name);
    ASSERT_NE(found, detail.end()) << "no detail " << name;
    EXPECT_EQ(to_text(found->second), to_text(value)) << name;
  }
}

}  // namespace mass::test
