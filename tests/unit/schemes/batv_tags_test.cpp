#include "schemes/batv/tags.hpp"

#include <gtest/gtest.h>

#include "core/base/random.hpp"
#include "tests/unit/schemes/batv_bench.hpp"

namespace mass::batv {
namespace {

using test::word;

TEST(BatvTag, IsTakenApartWhenWellFormed) {
  const auto tag = parse_tag("prvs=0643aBcdef=joe=x@Example.com", {});

  ASSERT_TRUE(tag.has_value());
  EXPECT_EQ(tag->form, Form::later);
  EXPECT_EQ(tag->key_number, 0);
  EXPECT_EQ(tag->day, 643);
  EXPECT_EQ(tag->digest, "aBcdef");
  EXPECT_EQ(tag->original, "joe=x@Example.com");
  EXPECT_EQ(tag->hash_source(), "0643joe=x@Example.com");
  EXPECT_EQ(tag->address(), "prvs=0643aBcdef=joe=x@Example.com");
}

TEST(BatvTag, KeepsLeadingZerosOfTheDay) {
  const auto tag = parse_tag("prvs=9007abcdef=joe@example.com", {});

  ASSERT_TRUE(tag.has_value());
  EXPECT_EQ(tag->hash_source(), "9007joe@example.com");
}

TEST(BatvTag, IsNoneWhenAnythingIsWrong) {
  for (const char* address :
       {"", "@", "prvs=", "joe@example.com", "prvs=0643abcdef=joe", "prvs=0643abcdef=@example.com",
        "prvs=0643abcdef@example.com", "prvs=0643abcde=joe@example.com",
        "prvs=0643abcdef0=joe@example.com", "prvs=0643abcdeg=joe@example.com",
        "prvs=06a3abcdef=joe@example.com", "xprvs=0643abcdef=joe@example.com",
        "prvs0643abcdef=joe@example.com", "prvs=/0643abcdef@example.com",
        "prvs=joe/0643abcde@example.com", "joe+prvs=0643abcdef@example.com",
        "prvs=joe=0643abcdef@example.com", "btv1==0643abcdef0==joe@example.com"}) {
    EXPECT_FALSE(parse_tag(address, {}).has_value()) << address;
  }
}

TEST(BatvTag, IsReadInTheOrderOf2004WhenAccepted) {
  const auto tag = parse_tag("PRVS=a/b/0643abcdef@example.com", {});

  ASSERT_TRUE(tag.has_value());
  EXPECT_EQ(tag->form, Form::early_order);
  EXPECT_EQ(tag->original, "a/b@example.com");
  EXPECT_FALSE(
      parse_tag("prvs=a/0643abcdef@example.com", {.accepts_early_order = false}).has_value());
}

TEST(BatvTag, IsReadThroughQuotesAddedOnTheWay) {
  const auto tag = parse_tag("\"prvs=0643abcdef=joe\"@example.com", {});
  const auto odd = parse_tag("\"prvs=0643abcdef=odd\\\"@at\"@example.com", {});

  ASSERT_TRUE(tag.has_value());
  EXPECT_EQ(tag->original, "joe@example.com");
  ASSERT_TRUE(odd.has_value());
  EXPECT_EQ(odd->original, "\"odd\\\"@at\"@example.com");
}

TEST(BatvTag, ReadsTheOwnFormFirstWhenTwoWouldDo) {
  const char* both = "prvs=0643aaaaaa=joe/0107bbbbbb@example.com";

  EXPECT_EQ(parse_tag(both, {})->original, "joe/0107bbbbbb@example.com");
  EXPECT_EQ(parse_tag(both, {.first = Form::early_order})->original, "0643aaaaaa=joe@example.com");
}

TEST(AnyTag, IsStrippedWhoeverMadeIt) {
  struct Case {
    const char* address;
    const char* kind;
    const char* stripped;
  };
  for (const Case& one : {
           Case{"prvs=2107a2fc75=joe@example.com", "prvs", "joe@example.com"},
           Case{"Prvs=joe/2107a2fc75@example.com", "prvs early-order", "joe@example.com"},
           Case{"prvs=a=b=2107a2fc75@example.com", "prvs reversed", "a=b@example.com"},
           Case{"joe+x+prvs=2107a2fc75@example.com", "prvs sub-address", "joe+x@example.com"},
           Case{"btv1==2107abcdef0==joe@example.com", "btv1", "joe@example.com"},
           Case{"msprvs1=1202020UU5ulBw=a=b@example.com", "msprvs1", "a=b@example.com"},
           Case{"prvs=21074243b1=prvs=1107ba0d2f=joe@example.com", "prvs",
                "prvs=1107ba0d2f=joe@example.com"},
       }) {
    const auto stripped = strip_any_tag(one.address);
    ASSERT_TRUE(stripped.has_value()) << one.address;
    EXPECT_EQ(stripped->kind, one.kind);
    EXPECT_EQ(stripped->address, one.stripped);
  }
}

TEST(AnyTag, IsNotSeenInOrdinaryAddresses) {
  for (const char* address : {"joe@example.com", "btv1==x@example.com", "btv1====joe@example.com",
                              "msprvs1=x@example.com", "msprvs1==joe@example.com",
                              "btv1==x==@example.com", "prvs=joe@example.com", "", "joe"}) {
    EXPECT_FALSE(strip_any_tag(address).has_value()) << address;
  }
}

TEST(SrsAddress, IsKnownByItsPrefix) {
  EXPECT_TRUE(is_srs("SRS0=HHH=TT=orig.example=alice"));
  EXPECT_TRUE(is_srs("srs1+HHH=fwd.example==HHH=TT=orig.example=alice"));
  EXPECT_FALSE(is_srs("SRS0"));
  EXPECT_FALSE(is_srs("SRS0x"));
  EXPECT_FALSE(is_srs("SRS2=x"));
}

class TaggedAddress : public test::BatvBench {};

// Every legal address: dot-strings and, under the plain rules, quoted strings.
TEST_F(TaggedAddress, GivesTheAddressBackWhenChecked) {
  constexpr std::string_view kAtext =
      "abcxyzABCXYZ0189!#$%&'*+-/=?^_`{|}~.prvs=0643abcdef=/+prvs=0643";
  constexpr std::uint64_t kSeed = 20040806;
  RandomSource random(kSeed, {"addresses"});
  const char* forms[] = {"later", "early-order", "sub-address"};

  for (int i = 0; i < 3000; ++i) {
    std::string local = random.text(kAtext, 1 + random.below(40));
    const bool is_quoted = random.chance(1, 8);
    if (is_quoted) local = "\"" + local + " @ \\\" " + local + "\"";
    const std::string address =
        local + "@" + random.text("abz019-", 1 + random.below(9)) + ".example";
    const ValueMap given{{"rules", word("plain")}, {"form", word(forms[random.below(3)])}};
    const std::string tagged = tag(address, given);

    const Verdict verdict = bounce(tagged, given);

    EXPECT_EQ(verdict.outcome, Outcome::pass) << tagged << ", seed " << kSeed;
    EXPECT_EQ(verdict.identity, address) << tagged << ", seed " << kSeed;
  }
}

TEST_F(TaggedAddress, GivesTheAddressBackUnderTheHouseRules) {
  for (const char* form : {"later", "early-order", "sub-address"}) {
    for (const std::string& address : std::vector<std::string>{
             "joe@example.com", "a/b@example.com", "a=b@example.com", "user+x@example.com",
             "owner-list=joe=example.net@lists.example.org", "prvs@example.com",
             "prvs=@example.com", "x@[192.0.2.1]", "o'brien!#%&*=?^_`~|@example.com",
             "j\xC3\xB6@example.com"}) {
      const ValueMap given{{"form", word(form)}};
      const std::string tagged = tag(address, given);
      EXPECT_NE(tagged, address);
      EXPECT_EQ(bounce(tagged, given).identity, address) << tagged;
    }
  }
}

TEST_F(TaggedAddress, IsTheSameAllDayAndAnotherOneTheNext) {
  const std::string morning = tag("joe@example.com");
  bench.now += std::chrono::hours(15);
  const std::string night = tag("joe@example.com");
  bench.now += std::chrono::hours(2);
  const std::string tomorrow = tag("joe@example.com");

  EXPECT_EQ(morning, night);
  EXPECT_NE(night, tomorrow);
}

TEST_F(TaggedAddress, WorksBeforeTheEpochToo) {
  bench.now = from_unix(-86400 * 3 - 5);

  EXPECT_EQ(bounce(tag("joe@example.com")).state, "valid");
}

}  // namespace
}  // namespace mass::batv
