#include "harness/run/scenario.hpp"
#include "results/manifest.hpp"

#include <gtest/gtest.h>

namespace mass {
namespace {

std::string mistakes(std::string_view json) {
  const auto scenario = parse_scenario(json, "s.json");
  return scenario ? std::string("no mistake") : scenario.error().what;
}

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

TEST(Scenario, ReadsEveryMember) {
  const auto scenario = parse_scenario(R"({
    // comments are welcome
    "schema": "mass-scenario-1", "title": "t", "seed": 7, "time": 1000, "sample": 3,
    "corpora": [{"path": "x", "as_is": true}, {"built_in": 5}],
    "schemes": [{"scheme": "domainkeys", "profile": "strict", "label": "l",
                 "parameters": {"h_order": "either", "flag": true, "n": 4, "list": ["a", "b"]}}],
    "paths": ["P1*"], "path_files": ["p.json"]
  })",
                                       "s.json");

  ASSERT_TRUE(scenario) << scenario.error().what;
  EXPECT_EQ(scenario->seed, 7U);
  EXPECT_EQ(to_unix(scenario->time), 1000);
  EXPECT_EQ(scenario->sample, 3U);
  ASSERT_EQ(scenario->corpora.size(), 2U);
  EXPECT_TRUE(scenario->corpora[0].as_is);
  EXPECT_EQ(scenario->corpora[1].built_in_count, 5U);
  ASSERT_EQ(scenario->schemes.size(), 1U);
  EXPECT_EQ(scenario->schemes[0].parameters.at("list"), Value(std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(scenario->paths, std::vector<std::string>{"P1*"});
}

TEST(Scenario, ReadsBackWhatItWrites) {
  Scenario scenario;
  scenario.seed = 99;
  scenario.corpora = {{.path = "a b"}, {.path = {}, .as_is = false, .built_in_count = 12}};
  scenario.schemes = {{.scheme = "s", .profile = "p", .parameters = {{"k", true}}, .label = "l"}};
  scenario.paths = {"P?"};

  const auto again = parse_scenario(scenario.to_json(), "again");

  ASSERT_TRUE(again) << again.error().what;
  EXPECT_EQ(again->to_json(), scenario.to_json());
}

TEST(Scenario, ReadsGatesAndTellsMistakesInThem) {
  const auto sound = parse_scenario(
      R"({"schema": "mass-scenario-1", "gates": ["count=any", "lost:dkim/*:P18=5"]})", "s.json");
  const auto wrong = parse_scenario(R"({"schema": "mass-scenario-1",
    "gates": ["count=any", "lots=5"]})",
                                    "s.json");

  ASSERT_TRUE(sound) << sound.error().what;
  EXPECT_EQ(sound->gates, (std::vector<std::string>{"count=any", "lost:dkim/*:P18=5"}));
  EXPECT_EQ(parse_scenario(sound->to_json(), "again")->gates, sound->gates);
  ASSERT_FALSE(wrong);
  EXPECT_NE(wrong.error().what.find("s.json:2:28: gate \"lots=5\""), std::string::npos)
      << wrong.error().what;
}

TEST(Scenario, IsAlsoReadFromTheManifestOfARun) {
  Scenario scenario;
  scenario.seed = 99;
  Manifest manifest;
  manifest.scenario = scenario.to_json();
  manifest.command_line = {"massbench", "run"};

  const auto read = parse_scenario(to_json(manifest), "manifest.json");

  ASSERT_TRUE(read) << read.error().what;
  EXPECT_EQ(read->to_json(), scenario.to_json());
}

TEST(Scenario, SaysHowSimulatedServersBehave) {
  const auto scenario = parse_scenario(R"({"schema": "mass-scenario-1", "seed": 7,
    "servers": {"latency_ms": {"dns": 20, "http": 80},
                "faults_per_mille": {"failed": 5, "timeout": 6}}})",
                                       "s.json");

  ASSERT_TRUE(scenario) << scenario.error().what;
  EXPECT_EQ(scenario->servers.latency.dns, std::chrono::milliseconds(20));
  EXPECT_EQ(scenario->servers.latency.timeout, std::chrono::milliseconds(5000));
  EXPECT_EQ(scenario->servers.faults.timeout_per_mille, 6U);
  EXPECT_EQ(scenario->servers.faults.seed, 7U);
  EXPECT_EQ(parse_scenario(scenario->to_json(), "again")->to_json(), scenario->to_json());
  const std::string text = mistakes(R"({"schema": "mass-scenario-1", "servers": {
    "latency_ms": {"dns": -1}, "faults_per_mille": {"failed": 600, "timeout": 600},
    "fauls": {}}})");
  EXPECT_TRUE(has(text, "dns takes a whole number")) << text;
  EXPECT_TRUE(has(text, "more than 1000")) << text;
  EXPECT_TRUE(has(text, "fauls")) << text;
}

TEST(Scenario, NamesUnknownKeysWithPlaceAndNearestKnownOne) {
  const std::string text = mistakes("{\n  \"schema\": \"mass-scenario-1\",\n  \"seeed\": 1\n}");

  EXPECT_TRUE(has(text, "s.json:3:3")) << text;
  EXPECT_TRUE(has(text, "\"seed\"")) << text;
}

TEST(Scenario, TellsEveryMistakeAtOnce) {
  const std::string text = mistakes(
      "{\"schema\": \"other\", \"seed\": \"x\", \"sample\": -1,\n"
      " \"corpora\": [{}, {\"built_in\": 0}],\n \"schemes\": [{}], \"paths\": 5}");

  for (const char* part : {"mass-scenario-1", "s.json:1:29", "sample", "s.json:2:", "built_in",
                           "scheme", "s.json:3:28"}) {
    EXPECT_TRUE(has(text, part)) << part << " in:\n" << text;
  }
}

TEST(Scenario, TellsWhereJsonIsBroken) {
  EXPECT_TRUE(has(mistakes("{\n\"schema\": }"), "s.json:2"));
  EXPECT_TRUE(has(mistakes(""), "s.json:1"));
  EXPECT_TRUE(has(mistakes("{\"schema\": \"mass-scenario-1\", \"seed\": 1, \"seed\": 2}"), "seed"));
}

TEST(Scenario, SurvivesDeepNesting) {
  const std::string deep(200'000, '[');

  EXPECT_NE(mistakes(deep), "no mistake");
}

}  // namespace
}  // namespace mass
