#include "results/statistics.hpp"

#include <gtest/gtest.h>

namespace mass {
namespace {

// Expected values: Newcombe, Statistics in Medicine 17 (1998), table I, method 3.
TEST(Wilson, GivesPublishedIntervals) {
  struct {
    std::uint64_t successes, trials;
    double low, high;
  } const cases[] = {
      {81, 263, 0.2553, 0.3662},
      {15, 148, 0.0624, 0.1605},
      {0, 20, 0.0, 0.1611},
      {1, 29, 0.0061, 0.1718},
  };
  for (const auto& one : cases) {
    const Interval interval = wilson(one.successes, one.trials);

    EXPECT_NEAR(interval.low, one.low, 5e-5);
    EXPECT_NEAR(interval.high, one.high, 5e-5);
  }
}

TEST(Wilson, MirrorsWhenSuccessesAndFailuresChangePlaces) {
  for (std::uint64_t k = 0; k <= 50; ++k) {
    const Interval one = wilson(k, 50);
    const Interval other = wilson(50 - k, 50);

    EXPECT_NEAR(one.low, 1 - other.high, 1e-12);
    EXPECT_LE(one.low, static_cast<double>(k) / 50);
    EXPECT_GE(one.high, static_cast<double>(k) / 50);
  }
}

TEST(Wilson, IsEverythingWithoutTrials) {
  EXPECT_EQ(wilson(0, 0).low, 0);
  EXPECT_EQ(wilson(0, 0).high, 1);
}

TEST(Wilson, ReachesTheEdgesExactly) {
  EXPECT_EQ(wilson(0, 1000).low, 0);
  EXPECT_EQ(wilson(1000, 1000).high, 1);
}

TEST(UpperBoundOfNone, IsTheValueOfTheMetricsSheet) {
  EXPECT_NEAR(upper_bound_of_none(1000), 0.0030, 5e-5);
  EXPECT_NEAR(upper_bound_of_none(1), 0.95, 1e-12);
  EXPECT_EQ(upper_bound_of_none(0), 1);
}

TEST(Quantile, IsTheNearestRank) {
  const Histogram histogram{{10, 1}, {20, 1}, {30, 1}, {40, 1}};

  EXPECT_EQ(quantile(histogram, 0), 10);
  EXPECT_EQ(quantile(histogram, 25), 10);
  EXPECT_EQ(quantile(histogram, 26), 20);
  EXPECT_EQ(quantile(histogram, 50), 20);
  EXPECT_EQ(quantile(histogram, 51), 30);
  EXPECT_EQ(quantile(histogram, 99), 40);
  EXPECT_EQ(quantile(histogram, 100), 40);
}

TEST(Quantile, CountsHowOftenAValueOccurs) {
  const Histogram histogram{{-5, 98}, {7, 1}, {900, 1}};

  EXPECT_EQ(median(histogram), -5);
  EXPECT_EQ(quantile(histogram, 99), 7);
  EXPECT_EQ(quantile(histogram, 100), 900);
}

TEST(Quantile, IsNothingWithoutCases) {
  EXPECT_FALSE(quantile({}, 50));
}

TEST(Quantile, DoesNotOverflow) {
  const Histogram histogram{{1, UINT64_MAX / 2}, {2, UINT64_MAX / 2}};

  EXPECT_EQ(median(histogram), 1);
  EXPECT_EQ(quantile(histogram, 99), 2);
}

}  // namespace
}  // namespace mass
