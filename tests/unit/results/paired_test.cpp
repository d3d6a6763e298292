#include "results/paired.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <vector>

namespace mass {
namespace {

TEST(PairedEffect, GivesPublishedIntervals) {
  struct {
    PairedCounts counts;
    double change, low, high;
  } const cases[] = {
      // Newcombe, Statistics in Medicine 17 (1998) 2635, method 10; data of Armitage and Berry.
      {{20, 2, 12, 16}, 0.2, 0.0562, 0.3292},
      // Fagerland, Lydersen, Laake, Statistics in Medicine 33 (2014) 2850: airway reactivity, and
      // complete response.
      {{1, 7, 1, 12}, -0.2857, -0.5069, -0.0256},
      {{59, 16, 6, 80}, -0.0621, -0.1186, -0.0046},
  };
  for (const auto& one : cases) {
    const Effect effect = paired_effect(one.counts);

    EXPECT_NEAR(effect.change, one.change, 5e-5);
    EXPECT_NEAR(effect.low, one.low, 5e-5);
    EXPECT_NEAR(effect.high, one.high, 5e-5);
  }
}

TEST(PairedEffect, HoldsAtTheEdges) {
  EXPECT_EQ(paired_effect({}).low, -1);
  EXPECT_EQ(paired_effect({}).high, 1);
  const Effect all_lost = paired_effect({0, 54, 0, 0});
  EXPECT_EQ(all_lost.change, -1);
  EXPECT_GE(all_lost.low, -1);
  EXPECT_LT(all_lost.high, -0.9);
  const Effect unchanged = paired_effect({100, 0, 0, 0});
  EXPECT_EQ(unchanged.change, 0);
  EXPECT_LT(unchanged.high, 0.04);
}

// Source: Fagerland, Lydersen, Laake, BMC Medical Research Methodology 13:91 (2013).
std::optional<ClusteredEffect> clustered(const std::vector<PairedCounts>& counts) {
  RandomSource random(7, {"clusters"});
  return ClusterBootstrap(counts.size(), 2000, random).effect(counts);
}

TEST(ClusterBootstrap, IsLikeSingleCasesWhenEachClusterIsOne) {
  std::vector<PairedCounts> counts(200, {1, 0, 0, 0});
  for (int i = 0; i < 30; ++i) counts[static_cast<std::size_t>(i)] = {0, 1, 0, 0};
  for (int i = 30; i < 40; ++i) counts[static_cast<std::size_t>(i)] = {0, 0, 1, 0};

  const auto effect = clustered(counts);

  // Normal approximation: -0.1 and 1.96 standard errors of ((b + c) / n - e^2) / n.
  ASSERT_TRUE(effect);
  EXPECT_EQ(effect->clusters, 200U);
  EXPECT_NEAR(effect->low, -0.1 - 1.96 * std::sqrt((0.2 - 0.01) / 200), 0.01);
  EXPECT_NEAR(effect->high, -0.1 + 1.96 * std::sqrt((0.2 - 0.01) / 200), 0.01);
  EXPECT_NEAR(effect->design_effect, 1, 0.1);
}

TEST(ClusterBootstrap, KnowsLessWhenMessagesOfADomainChangeTogether) {
  // Twenty domains of ten messages, of which all or none are lost: as good as twenty messages.
  std::vector<PairedCounts> counts(20, {10, 0, 0, 0});
  for (std::size_t i = 0; i < 5; ++i) counts[i] = {0, 10, 0, 0};

  const auto effect = clustered(counts);

  ASSERT_TRUE(effect);
  EXPECT_NEAR(effect->design_effect, 10, 1);
  EXPECT_LT(effect->low, -0.4);
  EXPECT_GT(effect->high, -0.15);
}

TEST(ClusterBootstrap, IsTheSameForTheSameSeedAndSaysNothingOfOneCluster) {
  const std::vector<PairedCounts> counts{{5, 1, 0, 0}, {9, 0, 0, 0}, {2, 2, 0, 0}};

  EXPECT_EQ(clustered(counts)->low, clustered(counts)->low);
  EXPECT_EQ(clustered(counts)->clusters, 3U);
  EXPECT_FALSE(clustered({{5, 5, 0, 0}, {}}));
  EXPECT_FALSE(clustered({}));
}

TEST(McNemar, GivesPublishedMidP) {
  EXPECT_NEAR(mcnemar_mid_p(1, 7), 0.0391, 5e-5);
  EXPECT_NEAR(mcnemar_mid_p(7, 1), 0.0391, 5e-5);
  EXPECT_NEAR(mcnemar_mid_p(6, 16), 0.0347, 5e-5);
}

TEST(McNemar, IsOneWhenNothingSpeaksForADirection) {
  EXPECT_EQ(mcnemar_mid_p(0, 0), 1);
  EXPECT_NEAR(mcnemar_mid_p(5, 5), 1, 1e-9);
  EXPECT_NEAR(mcnemar_mid_p(50000, 50000), 1, 1e-6);
}

TEST(McNemar, IsExactForLargeCounts) {
  EXPECT_NEAR(mcnemar_mid_p(0, 20), std::pow(0.5, 20), 1e-15);
  EXPECT_GT(mcnemar_mid_p(49800, 50200), 0.2);
  EXPECT_LT(mcnemar_mid_p(40000, 60000), 1e-100);
}

TEST(Median, IsTheMiddleValue) {
  EXPECT_EQ(median_of(std::array{5.0, 1.0, 3.0}), 3);
  EXPECT_EQ(median_of(std::array{4.0, 1.0, 3.0, 9.0}), 3.5);
  EXPECT_EQ(median_of({}), 0);
}

TEST(RatioOfMedians, CoversTheRatioAndIsTheSameForTheSameSeed) {
  std::vector<double> first;
  std::vector<double> second;
  for (int i = 0; i < 21; ++i) {
    first.push_back(100 + i);
    second.push_back(1.5 * (100 + i));
  }
  RandomSource one(1, {"test"});
  RandomSource two(1, {"test"});

  const Ratio ratio = ratio_of_medians(first, second, 2000, one);
  const Ratio again = ratio_of_medians(first, second, 2000, two);

  EXPECT_DOUBLE_EQ(ratio.value, 1.5);
  EXPECT_LT(ratio.low, 1.5);
  EXPECT_GT(ratio.high, 1.5);
  EXPECT_GT(ratio.low, 1.3);
  EXPECT_LT(ratio.high, 1.7);
  EXPECT_EQ(ratio.low, again.low);
  EXPECT_EQ(ratio.high, again.high);
}

TEST(RatioOfMedians, IsSharpWhenNothingVaries) {
  RandomSource random(1, {"test"});
  const std::vector<double> same(10, 4.0);

  const Ratio ratio = ratio_of_medians(same, same, 100, random);

  EXPECT_EQ(ratio.low, 1);
  EXPECT_EQ(ratio.high, 1);
}

}  // namespace
}  // namespace mass
