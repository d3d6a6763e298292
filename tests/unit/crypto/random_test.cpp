#include <gtest/gtest.h>

#include <array>

#include "core/base/random.hpp"
#include "core/base/text.hpp"

namespace mass {
namespace {

// The expected octets come from an independent ChaCha20 and BLAKE2b. If one of these tests fails,
// every recorded run is worth nothing: mend the code, not the test.
RandomSource known_source() {
  return {42, {"message-1", "step", ""}};
}

TEST(RandomSource, GivesTheSameOctetsEverywhere) {
  RandomSource random = known_source();

  const std::string drawn = random.octets(512);

  EXPECT_EQ(to_hex(drawn.substr(0, 32)),
            "b38e549ce5d988d2a710bc25a9b56a5802576bb95de73f1ecb5de55379d89ba5");
  EXPECT_EQ(to_hex(drawn.substr(248, 16)), "012fc09c0a8f5927144ac70099f8bf1f");
  EXPECT_EQ(to_hex(drawn.substr(500)), "abb029ecb7cbc56dcec9b217");
}

TEST(RandomSource, ReadsNumbersLittleEndian) {
  RandomSource random = known_source();

  EXPECT_EQ(random.next(), 0xd288d9e59c548eb3U);
  EXPECT_EQ(random.next(), 0x586ab5a925bc10a7U);
}

TEST(RandomSource, DrawsTheSameNumbersBelowABound) {
  RandomSource random = known_source();

  for (const std::uint64_t expected : {203U, 407U, 778U, 235U, 221U, 288U}) {
    EXPECT_EQ(random.below(1000), expected);
  }
}

TEST(RandomSource, DoesNotDependOnHowItIsCut) {
  RandomSource whole = known_source();
  RandomSource pieces = known_source();

  std::string joined;
  for (std::size_t length = 0; joined.size() + length <= 1000; ++length) {
    joined += pieces.octets(length);
  }

  EXPECT_EQ(joined, whole.octets(joined.size()));
}

TEST(RandomSource, DiffersByEveryPartOfItsName) {
  RandomSource base(1, {"ab", "c"});
  RandomSource seed(2, {"ab", "c"});
  RandomSource cut(1, {"a", "bc"});
  RandomSource fewer(1, {"abc"});

  const std::string drawn = base.octets(16);

  EXPECT_NE(drawn, seed.octets(16));
  EXPECT_NE(drawn, cut.octets(16));
  EXPECT_NE(drawn, fewer.octets(16));
}

TEST(RandomBelow, StaysBelowItsBound) {
  RandomSource random = known_source();

  EXPECT_EQ(random.below(0), 0U);
  EXPECT_EQ(random.below(1), 0U);
  for (int i = 0; i < 1000; ++i) EXPECT_LT(random.below(7), 7U);
}

TEST(RandomBelow, HasNoBiasWhenTheBoundIsLarge) {
  // Three quarters of 2^64: a plain remainder would fall into the lowest third twice as often as
  // into each of the others.
  constexpr std::uint64_t kBound = 3U * (std::uint64_t{1} << 62);
  RandomSource random = known_source();
  std::array<int, 3> thirds{};

  for (int i = 0; i < 30'000; ++i) ++thirds.at(random.below(kBound) >> 62);

  for (const int count : thirds) EXPECT_NEAR(count, 10'000, 500);
}

TEST(RandomChance, FollowsItsOdds) {
  RandomSource random = known_source();
  int hits = 0;

  for (int i = 0; i < 10'000; ++i) hits += random.chance(1, 4) ? 1 : 0;

  EXPECT_NEAR(hits, 2500, 200);
  EXPECT_TRUE(random.chance(3, 3));
  EXPECT_FALSE(random.chance(0, 3));
  EXPECT_FALSE(random.chance(1, 0));
}

TEST(RandomText, UsesItsAlphabetOnly) {
  RandomSource random = known_source();

  const std::string text = random.text("abc", 100);

  EXPECT_EQ(text.size(), 100U);
  EXPECT_EQ(text.find_first_not_of("abc"), std::string::npos);
  for (const char c : {'a', 'b', 'c'}) EXPECT_NE(text.find(c), std::string::npos);
}

}  // namespace
}  // namespace mass
