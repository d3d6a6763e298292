#include "harness/paths/mix.hpp"

#include <algorithm>
#include <numeric>

#include "tests/unit/paths/support.hpp"

namespace mass {
namespace {

std::string mix_mistakes(std::string_view json) {
  const auto mix = parse_mix(json, "m.json");
  return mix ? "" : mix.error().what;
}

double total(const Mix& mix) {
  return std::accumulate(mix.percent.begin(), mix.percent.end(), 0.0,
                         [](double sum, const auto& entry) { return sum + entry.second; });
}

TEST(Mixes, ShareOutAllMessagesAmongTheFrozenPaths) {
  ASSERT_EQ(built_in_mixes().size(), 2U);
  for (const Mix& mix : built_in_mixes()) {
    EXPECT_NEAR(total(mix), 100, 1e-9) << mix.id;
    EXPECT_EQ(mix.percent.size(), 26U) << mix.id;
    for (const auto& [id, percent] : mix.percent) EXPECT_TRUE(find_path(id)) << id;
  }
  EXPECT_DOUBLE_EQ(open_mix("W04")->percent.at("P01"), 55.4);
  EXPECT_NEAR(open_mix("w20")->percent.at("P18"), 0.8, 1e-9);
}

TEST(MixFile, TakesCounts) {
  const auto mix = parse_mix(
      R"({"schema": "mass-mix-1", "id": "ours", "title": "t", "paths": {"P01": 30, "P18": 10}})",
      "m.json");

  ASSERT_TRUE(mix) << mix.error().what;
  EXPECT_DOUBLE_EQ(mix->percent.at("P01"), 75);
  EXPECT_DOUBLE_EQ(mix->percent.at("P18"), 25);
}

TEST(MixFile, TellsEveryMistakeWithItsPlace) {
  EXPECT_EQ(mix_mistakes(R"({"schema": "mass-mix-2", "id": "a/b", "titel": "t", "paths": {}})"),
            "m.json:1:1: missing key \"title\"\n"
            "m.json:1:2: schema must be \"mass-mix-1\"\n"
            "m.json:1:26: an id is made of letters, digits, dots, hyphens and underscores\n"
            "m.json:1:39: unknown key \"titel\" (did you mean \"title\"?)\n"
            "m.json:1:62: a mix needs at least one path with a weight");
  EXPECT_EQ(mix_mistakes("{\"schema\": \"mass-mix-1\", \"id\": \"a\", \"title\": \"t\",\n"
                         "\"paths\": {\"P01\": -1, \"P02\": \"x\", \"../x\": 2}}"),
            "m.json:2:18: a weight is a count or a percentage, 0 or more\n"
            "m.json:2:29: expected a number, this is a text\n"
            "m.json:2:42: \"../x\" is no id of a path");
  EXPECT_EQ(mix_mistakes(R"({"schema": "mass-mix-1", "id": "a", "title": "t"})"),
            "m.json:1:1: missing key \"paths\"");
}

TEST(MixFile, IsOfferedTheNearestName) {
  const auto mix = open_mix("w24");

  ASSERT_FALSE(mix);
  EXPECT_TRUE(mix.error().what.starts_with("mix w24: no such mix, did you mean w"))
      << mix.error().what;
  EXPECT_EQ(open_mix("no-such-file.json").error().code, Errc::missing);
}

}  // namespace
}  // namespace mass
