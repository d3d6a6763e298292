#include <gtest/gtest.h>

#include <algorithm>

#include "core/scheme/parameters.hpp"

namespace mass {
namespace {

using namespace std::string_literals;
using Texts = std::vector<std::string>;

const std::vector<ParameterInfo>& infos() {
  static const std::vector<ParameterInfo> kInfos{
      {.name = "canonicalization",
       .standard = "nofws"s,
       .choices = {"simple", "nofws"},
       .text = ""},
      {.name = "days",
       .standard = std::int64_t{7},
       .choices = {},
       .text = "",
       .least = 1,
       .most = 999},
      {.name = "headers", .standard = Texts{"from"}, .choices = {}, .text = ""},
      {.name = "parts", .standard = Texts{}, .choices = {"body", "header"}, .text = ""},
      {.name = "strict", .standard = false, .choices = {}, .text = ""}};
  return kInfos;
}

std::string error_of(const ValueMap& given) {
  const auto parameters = Parameters::check(infos(), given);
  if (parameters) return "no error";
  EXPECT_EQ(parameters.error().code, Errc::config);
  return parameters.error().what;
}

const ParameterInfo& info_of(std::string_view name) {
  return *std::ranges::find(infos(), name, &ParameterInfo::name);
}

TEST(Parameters, LaysGivenOverStandard) {
  const auto parameters =
      Parameters::check(infos(), {{"days", std::int64_t{30}}, {"headers", Texts{"to", "cc"}}});

  ASSERT_TRUE(parameters) << parameters.error().what;
  EXPECT_EQ(parameters->number("days"), 30);
  EXPECT_EQ(parameters->list("headers"), (Texts{"to", "cc"}));
  EXPECT_EQ(parameters->text("canonicalization"), "nofws");
  EXPECT_FALSE(parameters->flag("strict"));
  EXPECT_EQ(parameters->values().size(), infos().size());
}

TEST(Parameters, NamesTheNearestKeyWhenOneIsUnknown) {
  EXPECT_EQ(error_of({{"dayz", std::int64_t{1}}}),
            "unknown parameter \"dayz\"; did you mean \"days\"? (known: canonicalization, days, "
            "headers, parts, strict)");
  EXPECT_EQ(error_of({{"something\n", true}}),
            "unknown parameter \"something\\x0A\" (known: canonicalization, days, headers, parts, "
            "strict)");
}

TEST(Parameters, ChecksTypes) {
  EXPECT_EQ(error_of({{"days", "seven"s}}), "parameter \"days\": \"seven\" is not a whole number");
  EXPECT_EQ(error_of({{"strict", std::int64_t{1}}}),
            "parameter \"strict\": \"1\" is not a flag (true or false)");
  EXPECT_EQ(error_of({{"canonicalization", true}}),
            "parameter \"canonicalization\": \"true\" is not a text");
  EXPECT_EQ(error_of({{"headers", "from"s}}),
            "parameter \"headers\": \"from\" is not a list of texts");
}

TEST(Parameters, ChecksRangesAndChoices) {
  EXPECT_EQ(error_of({{"days", std::int64_t{0}}}), "parameter \"days\": 0 is not within 1 to 999");
  EXPECT_EQ(error_of({{"days", std::int64_t{1000}}}),
            "parameter \"days\": 1000 is not within 1 to 999");
  EXPECT_EQ(error_of({{"days", std::int64_t{999}}}), "no error");
  EXPECT_EQ(error_of({{"canonicalization", "simpel"s}}),
            "parameter \"canonicalization\": \"simpel\" is not one of simple, nofws; did you mean "
            "\"simple\"?");
  EXPECT_EQ(error_of({{"parts", Texts{"body", "tail"}}}),
            "parameter \"parts\": \"tail\" is not one of body, header");
}

TEST(ParametersDeathTest, TerminatesWhenTheProgramAsksForWhatIsNotThere) {
  const auto parameters = Parameters::check(infos(), {}).value();

  EXPECT_DEATH((void)parameters.text("days"), "");
  EXPECT_DEATH((void)parameters.number("dayz"), "");
}

TEST(ParseParameter, ReadsWhatTheDescriptionAsksFor) {
  EXPECT_EQ(parse_parameter(info_of("days"), "-12").value(), Value(std::int64_t{-12}));
  EXPECT_EQ(parse_parameter(info_of("strict"), "true").value(), Value(true));
  EXPECT_EQ(parse_parameter(info_of("canonicalization"), " a,b ").value(), Value(" a,b "s));
  EXPECT_EQ(parse_parameter(info_of("headers"), "from, to,,cc").value(),
            Value(Texts{"from", "to", "", "cc"}));
  EXPECT_EQ(parse_parameter(info_of("headers"), "").value(), Value(Texts{}));
}

TEST(ParseParameter, SaysWhatDoesNotFit) {
  for (const char* bad : {"", "1x", " 1", "1.0", "9223372036854775808", "0x1"}) {
    EXPECT_FALSE(parse_parameter(info_of("days"), bad)) << bad;
  }
  EXPECT_EQ(parse_parameter(info_of("strict"), "yes").error().what,
            "parameter \"strict\": \"yes\" is not a flag (true or false)");
}

TEST(ParseValues, ReadsScalarsAndLists) {
  const auto values = parse_values(
      R"({"b": true, "n": -9223372036854775808, "m": 9223372036854775807, "t": "x", "l": ["a", "b"], "e": []})");

  ASSERT_TRUE(values) << values.error().what;
  EXPECT_EQ(*values, (ValueMap{{"b", true},
                               {"n", INT64_MIN},
                               {"m", INT64_MAX},
                               {"t", "x"s},
                               {"l", Texts{"a", "b"}},
                               {"e", Texts{}}}));
}

TEST(ParseValues, NamesTheKeyThatDoesNotFit) {
  EXPECT_EQ(parse_values(R"({"days": 1.5})").error().what,
            "\"days\": 1.5 is not a whole number of 64 bits");
  EXPECT_EQ(parse_values(R"({"days": 9223372036854775808})").error().what,
            "\"days\": 9223372036854775808 is not a whole number of 64 bits");
  for (const char* bad : {R"({"k": null})", R"({"k": {}})", R"({"k": [1]})", R"({"k": [["a"]]})"}) {
    EXPECT_EQ(parse_values(bad).error().what,
              "\"k\": not a flag, a whole number, a text or a list of texts");
  }
}

TEST(ParseValues, RefusesWhatIsNotAnObject) {
  for (const char* bad : {"", "[]", "7", "{", "{\"a\":1}x", "{\"a\":\"\xFF\"}"}) {
    const auto values = parse_values(bad);

    ASSERT_FALSE(values) << bad;
    EXPECT_EQ(values.error().code, Errc::malformed);
    EXPECT_TRUE(values.error().what.starts_with("read settings: ")) << values.error().what;
    EXPECT_EQ(values.error().what.find("exception"), std::string::npos) << values.error().what;
  }
  EXPECT_FALSE(parse_values(std::string(100'000, '[')));
}

TEST(ToJson, SortsKeysAndReadsBack) {
  const ValueMap values{{"z", true}, {"a", std::int64_t{-1}}, {"t", "\"\n"s}, {"l", Texts{"x"}}};

  const std::string json = to_json(values);

  EXPECT_EQ(json, R"({"a":-1,"l":["x"],"t":"\"\n","z":true})");
  EXPECT_EQ(parse_values(json).value(), values);
  EXPECT_EQ(to_json({}), "{}");
}

TEST(ToJson, ReplacesOctetsThatAreNotText) {
  EXPECT_EQ(to_json({{"t", "a\xFFz"s}}), "{\"t\":\"a\xEF\xBF\xBDz\"}");
}

}  // namespace
}  // namespace mass
