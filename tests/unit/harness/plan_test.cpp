#include <gtest/gtest.h>

#include <algorithm>

#include "core/base/glob.hpp"
#include "harness/run/scenario.hpp"
#include "results/record.hpp"
#include "schemes/enrol_all.hpp"

namespace mass {
namespace {

Registry registry() {
  Registry made;
  EXPECT_TRUE(enrol_all(made));
  return made;
}

TEST(Glob, MatchesAsAShellDoes) {
  EXPECT_TRUE(matches_glob("P1?", "P16"));
  EXPECT_TRUE(matches_glob("p*", "P16"));
  EXPECT_TRUE(matches_glob("*", ""));
  EXPECT_TRUE(matches_glob("*6", "P16"));
  EXPECT_FALSE(matches_glob("P1", "P16"));
  EXPECT_FALSE(matches_glob("", "P16"));
  EXPECT_FALSE(matches_glob("P1??", "P16"));
  EXPECT_FALSE(matches_glob(std::string(60, '*') + "x", std::string(5000, 'a')));
}

TEST(Plan, StandardEvaluationHasEverySchemeAndPath) {
  const auto plan = make_plan(Scenario{}, registry());

  ASSERT_TRUE(plan) << plan.error().what;
  EXPECT_EQ(plan->paths.front().id, kIdentityPath);
  for (const char* id : {"P01", "P02", "P03", "P05", "P11", "P12", "P16", "P17", "P18", "E01",
                         "E02", "E05", "E06"}) {
    EXPECT_NE(std::ranges::find(plan->paths, id, &Path::id), plan->paths.end()) << id;
  }
  for (const char* id : {"domainkeys", "batv"}) {
    EXPECT_NE(std::ranges::find(plan->schemes, id, &PlannedScheme::id), plan->schemes.end()) << id;
  }
}

TEST(Plan, IdentityIsAlwaysThere) {
  Scenario scenario;
  scenario.paths = {"P18"};

  const auto plan = make_plan(scenario, registry());

  ASSERT_TRUE(plan) << plan.error().what;
  ASSERT_EQ(plan->paths.size(), 2U);
  EXPECT_EQ(plan->paths[0].id, kIdentityPath);
  EXPECT_EQ(plan->cases(10), 20 * plan->schemes.size());
}

TEST(Plan, RefusesUnknownNamesWithTheNearestKnownOne) {
  Scenario path;
  path.paths = {"P188"};
  Scenario scheme;
  scheme.schemes = {{.scheme = "domainkey"}};
  Scenario parameter;
  parameter.schemes = {{.scheme = "domainkeys", .parameters = {{"h_ordr", std::string("either")}}}};

  EXPECT_NE(make_plan(path, registry()).error().what.find("P18"), std::string::npos);
  EXPECT_NE(make_plan(scheme, registry()).error().what.find("domainkeys"), std::string::npos);
  EXPECT_NE(make_plan(parameter, registry()).error().what.find("h_order"), std::string::npos);
}

TEST(Plan, HasTheBuiltInMixesOrThoseOfTheSite) {
  Scenario standard;
  Scenario own;
  own.mixes = {"w20"};

  EXPECT_EQ(make_plan(standard, registry())->mixes.size(), 2U);
  const auto plan = make_plan(own, registry());
  ASSERT_TRUE(plan) << plan.error().what;
  ASSERT_EQ(plan->mixes.size(), 1U);
  EXPECT_EQ(plan->mixes[0].id, "w20");
}

TEST(Plan, RefusesTheSameMixTwice) {
  Scenario scenario;
  scenario.mixes = {"w04", "W04"};

  const auto plan = make_plan(scenario, registry());

  ASSERT_FALSE(plan);
  EXPECT_EQ(plan.error().what, "two mixes are named w04");
}

TEST(Plan, RefusesTwoRowsOfOneName) {
  Scenario scenario;
  scenario.schemes = {{.scheme = "batv"}, {.scheme = "batv"}};

  const auto plan = make_plan(scenario, registry());

  ASSERT_FALSE(plan);
  EXPECT_NE(plan.error().what.find("label"), std::string::npos);
}

}  // namespace
}  // namespace mass
