#include <gtest/gtest.h>

#include "tests/unit/schemes/iim_bench.hpp"

namespace mass {
namespace {

using test::kDinner;
using test::word;

class IimPublishing : public test::IimBench {
 protected:
  Publication published(std::string_view domain, const ValueMap& given = {}) {
    auto made = bench.scheme({}, given)->provision(domain, context());
    EXPECT_TRUE(made.has_value()) << made.error().what;
    return made ? *std::move(made) : Publication{};
  }
};

TEST_F(IimPublishing, RegistersTheKeyAtItsServer) {
  const Publication made = published("Example.com");

  ASSERT_EQ(made.http.size(), 1U);
  EXPECT_TRUE(made.dns.empty());
  EXPECT_TRUE(made.http[0].url.starts_with("http://krs.example.com/iim?d=example.com&keyfp="))
      << made.http[0].url;
  EXPECT_EQ(made.http[0].body, "v:\"1.1\"; r:\"60\"; x:\"86400\"; c:\"ok\"\r\n");
  EXPECT_EQ(made.http[0].ttl_seconds, 86400U);
}

TEST_F(IimPublishing, SaysForWhomAndForHowLongTheKeyIs) {
  const Publication made = published("example.com", {{"key_rating", std::int64_t{-127}},
                                                     {"key_name", word("j\"oe")},
                                                     {"key_ttl", std::int64_t{60}}});

  ASSERT_EQ(made.http.size(), 1U);
  EXPECT_EQ(made.http[0].body, "v:\"1.1\"; r:\"-127\"; g:\"j\\\"oe\"; x:\"60\"; c:\"ok\"\r\n");
  EXPECT_EQ(made.http[0].ttl_seconds, 60U);
}

TEST_F(IimPublishing, RegistersTheKeyInTheDnsWhenThatIsTheMethod) {
  const Publication made =
      published("example.com", {{"method", word("dns")}, {"key_name", word("joe")}});

  ASSERT_EQ(made.dns.size(), 1U);
  EXPECT_TRUE(made.http.empty());
  EXPECT_TRUE(made.dns[0].name.ends_with("._iim.example.com")) << made.dns[0].name;
  EXPECT_EQ(made.dns[0].strings, std::vector<std::string>{"r:\"60\"; g:\"joe\""});
}

TEST_F(IimPublishing, StatesThePolicyWhenAsked) {
  const Publication made = published("example.com", {{"publish_policy", word("all")}});

  ASSERT_EQ(made.dns.size(), 1U);
  EXPECT_EQ(made.dns[0].name, "_policy._iim.example.com");
  EXPECT_EQ(made.dns[0].strings, std::vector<std::string>{"p:\"all\""});
}

TEST_F(IimPublishing, PublishesNothingForWhatIsNoName) {
  for (const char* domain : {"", "a..b",
                             "b\xFC"
                             "cher.example",
                             "[192.0.2.1]"}) {
    EXPECT_TRUE(published(domain).empty()) << domain;
  }
}

TEST_F(IimPublishing, UsesTheServerOfTheParentWhenTheDomainIsSet) {
  const ValueMap given{{"domain", word("example.com")}};

  const Publication made = published("sub.example.com", given);

  ASSERT_EQ(made.http.size(), 1U);
  EXPECT_TRUE(made.http[0].url.starts_with("http://krs.example.com/iim?d=example.com&"));
  EXPECT_TRUE(published("example.net", given).empty()) << "not below it";
}

TEST_F(IimPublishing, MakesEverySignatureGoodWhenItIsServed) {
  const std::string below = test::changed(kDinner, "joe@example.com", "joe@sub.example.com");
  for (const ValueMap& given :
       {ValueMap{{"method", word("dns")}}, ValueMap{{"domain", word("example.com")}},
        ValueMap{{"role", word("away")}}, ValueMap{{"key_name", word("joe")}}}) {
    publish(*bench.scheme({}, given), "sub.example.com");

    EXPECT_EQ(verify(sign(below, given)).state, "s=y v=y");
  }
}

}  // namespace
}  // namespace mass
