#include "tests/unit/paths/support.hpp"

namespace mass {
namespace {

constexpr std::string_view kBareMail = "From: a@b\n\nhello\n";

Transit from(const std::string& sender) {
  Transit transit = transit_of(kBareMail);
  transit.envelope.mail_from = sender;
  return transit;
}

std::string sender_after(std::string_view name, const Transit& transit,
                         const ValueMap& given = {}) {
  const Applied result = apply(name, transit, given);
  EXPECT_EQ(result.out.at(0).message.to_string(), transit.message.to_string());
  EXPECT_TRUE(result.changed);
  return result.out[0].envelope.mail_from;
}

TEST(NewSender, IsAnAddressOfTheList) {
  const Transit transit = transit_of(kBareMail);

  EXPECT_EQ(sender_after("T60", transit), "demo-bounces@lists.example.org");
  EXPECT_EQ(sender_after("T60", transit, {{"sender", "owner-demo@${host}"}}),
            "owner-demo@lists.example.org");
  EXPECT_EQ(sender_after("T60", transit,
                         {{"members", std::vector<std::string>{"bob@dest.example"}},
                          {"sender", "demo-bounces+${rcpt_local}=${rcpt_domain}@${host}"}}),
            "demo-bounces+bob=dest.example@lists.example.org");
}

TEST(NewSender, SendsToTheMembers) {
  const ValueMap given{{"members", std::vector<std::string>{"x@one.example", "y@two.example"}}};

  const Applied result = apply("T60", transit_of(kBareMail), given);

  ASSERT_EQ(result.out.size(), 1U);
  EXPECT_EQ(result.out[0].envelope.rcpt_to,
            (std::vector<std::string>{"x@one.example", "y@two.example"}));
}

TEST(Copies, AreOneForEachRecipientOrTheSameAgain) {
  Transit transit = transit_of(kBareMail);
  transit.envelope.rcpt_to = {"x@one.example", "y@two.example"};

  const Applied each = apply("copies", transit);
  const Applied twice = apply("T66", transit);

  ASSERT_EQ(each.out.size(), 2U);
  EXPECT_EQ(each.out[1].envelope.rcpt_to, std::vector<std::string>{"y@two.example"});
  ASSERT_EQ(twice.out.size(), 2U);
  EXPECT_EQ(twice.out[0].envelope, twice.out[1].envelope);
  EXPECT_TRUE(twice.changed);
  expect_untouched("copies", transit_of(kBareMail));
}

TEST(RetryFromElsewhere, ChangesTheClientAndNothingElse) {
  const Transit before = transit_of(kBareMail);

  const Transit after = apply("T65", before).out.at(0);

  EXPECT_EQ(after.envelope.helo, "retry.mail.author.example");
  EXPECT_NE(after.envelope.client_address, before.envelope.client_address);
  EXPECT_EQ(after.envelope.mail_from, before.envelope.mail_from);
  EXPECT_EQ(after.message.to_string(), before.message.to_string());
  expect_untouched("T65", after, {{"host", after.envelope.helo}});
}

Transit to(const std::string& recipient) {
  Transit transit = transit_of(kBareMail);
  transit.envelope.rcpt_to = {recipient};
  return transit;
}

TEST(UndoSrs, SendsOnToTheFormerSender) {
  const auto recipient = [](const std::string& text) {
    return apply("undo_srs", to(text)).out.at(0).envelope.rcpt_to.at(0);
  };
  EXPECT_EQ(recipient("SRS0=abcd=AB=author.example=a=b@lists.example.org"), "a=b@author.example");
  EXPECT_EQ(recipient("srs1+abcd=first.example==xx=AB=b.example=u@LISTS.example.org"),
            "SRS0=xx=AB=b.example=u@first.example");
  for (const char* other :
       {"SRS0=abcd=AB=author.example=a@other.example", "SRS0=abcd@lists.example.org",
        "SRS0@lists.example.org", "SRS0=a=b=c@lists.example.org", "bob@lists.example.org", ""}) {
    expect_untouched("undo_srs", to(other));
  }
}

TEST(UndoSrs, IsTheReverseOfSrs) {
  const Transit forwarded = apply("T61", transit_of(kBareMail)).out.at(0);

  EXPECT_EQ(apply("undo_srs", to(forwarded.envelope.mail_from)).out.at(0).envelope.rcpt_to,
            std::vector<std::string>{"alice@author.example"});
}

TEST(NewSender, TreatsANullReversePathAsAsked) {
  EXPECT_EQ(sender_after("T60", from("")), "demo-bounces@lists.example.org");
  expect_untouched("T60", from(""),
                   {{"null", "keep"}, {"members", std::vector<std::string>{"bob@dest.example"}}});
}

TEST(RecipientExpansion, ReplacesTheRecipients) {
  const ValueMap given{{"targets", std::vector<std::string>{"x@y", "z@y"}}};

  const Applied result = apply("T62", transit_of(kBareMail), given);

  EXPECT_EQ(result.out.at(0).envelope.rcpt_to, (std::vector<std::string>{"x@y", "z@y"}));
  EXPECT_EQ(result.out[0].envelope.mail_from, "alice@author.example");
  expect_untouched("T62", result.out[0], given);
}

TEST(Delay, AddsAFixedTime) {
  const Applied result =
      apply("T64", transit_of(kBareMail),
            {{"min", std::int64_t{2}}, {"max", std::int64_t{0}}, {"unit", "days"}});

  EXPECT_EQ(result.out.at(0).envelope.time, from_unix(1091620800 + 2 * 86400));
  EXPECT_EQ(result.log.at(0), "waited 2 d 00:00:00");
}

TEST(Delay, DrawsATimeBetweenTheBounds) {
  const ValueMap given{{"min", std::int64_t{1}}, {"max", std::int64_t{10}}, {"unit", "days"}};
  std::int64_t least = INT64_MAX;
  std::int64_t most = 0;

  for (std::uint64_t seed = 0; seed < 400; ++seed) {
    const Applied result = apply("T64", transit_of(kBareMail), given, seed);
    const std::int64_t waited = to_unix(result.out.at(0).envelope.time) - 1091620800;
    least = std::min(least, waited);
    most = std::max(most, waited);
  }

  EXPECT_GE(least, 86400);
  EXPECT_LT(least, 86400 * 3 / 2);
  EXPECT_LE(most, 864000);
  EXPECT_GT(most, 86400 * 19 / 2);
}

TEST(Delay, OfNothingIsNone) {
  expect_untouched("T64", kBareMail, {{"min", std::int64_t{0}}, {"max", std::int64_t{0}}});
}

// Expected values: HMAC-SHA1 by Python's hmac module, common sheet section 7.
class SenderRewriting : public testing::Test {
 protected:
  static std::string rewritten(const std::string& sender, std::string domain = "b.example",
                               std::string secret = "secret", std::string separator = "=") {
    Transit transit = from(sender);
    transit.envelope.time = from_unix(1795435200);  // 2026-11-23
    return sender_after("T61", transit,
                        {{"secret", secret}, {"domain", domain}, {"separator", separator}});
  }
};

TEST_F(SenderRewriting, WrapsTheSenderWithHashAndDay) {
  EXPECT_EQ(rewritten("alice@a.example"), "SRS0=JUtF=JM=a.example=alice@b.example");
}

TEST_F(SenderRewriting, HashesWithoutCaseAndKeepsIt) {
  EXPECT_EQ(rewritten("Alice.X@A.Example"), "SRS0=yQeN=JM=A.Example=Alice.X@b.example");
}

TEST_F(SenderRewriting, KeepsABatvTagInside) {
  EXPECT_EQ(rewritten("prvs=0123456789=joe@a.example"),
            "SRS0=p/xC=JM=a.example=prvs=0123456789=joe@b.example")
      << "batv sheet section 8";
}

TEST_F(SenderRewriting, ShortensTheSecondTime) {
  EXPECT_EQ(rewritten("SRS0=c997=JM=a.example=alice@b.example", "c.example"),
            "SRS1=aQig=b.example==c997=JM=a.example=alice@c.example");
  EXPECT_EQ(rewritten("srs0+c997=JM=a.example=alice@b.example", "c.example"),
            "SRS1=ktc+=b.example=+c997=JM=a.example=alice@c.example");
}

TEST_F(SenderRewriting, ReplacesHashAndDomainFromThenOn) {
  EXPECT_EQ(
      rewritten("SRS1=aQig=b.example==c997=JM=a.example=alice@c.example", "d.example", "other"),
      "SRS1=s+Yr=b.example==c997=JM=a.example=alice@d.example");
}

TEST_F(SenderRewriting, TakesAnotherSeparatorBehindSrs0) {
  EXPECT_EQ(rewritten("alice@a.example", "b.example", "secret", "+"),
            "SRS0+JUtF=JM=a.example=alice@b.example");
}

TEST_F(SenderRewriting, LeavesWhatNeedsNoRewriting) {
  expect_untouched("T61", from(""));
  expect_untouched("T61", from("local"));
  expect_untouched("T61", from("@a.example"));
  expect_untouched("T61", from("joe@LISTS.example.org"));
  expect_untouched("T61", from("joe@Own.example"),
                   {{"own_domains", std::vector<std::string>{"own.example"}}});
  expect_untouched("T61", from("SRS1=only@x.example"));
  expect_untouched("T61", from("SRS1=ha=onlyone@x.example"));
}

TEST_F(SenderRewriting, TakesLookalikesForOrdinarySenders) {
  EXPECT_TRUE(rewritten("srs0@a.example").starts_with("SRS0="));
  EXPECT_TRUE(rewritten("SRS0x=y@a.example").ends_with("=JM=a.example=SRS0x=y@b.example"));
}

}  // namespace
}  // namespace mass
