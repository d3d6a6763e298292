#include <algorithm>

#include "harness/paths/journey_log.hpp"
#include "tests/unit/paths/support.hpp"

namespace mass {
namespace {

Journey journey(std::string_view id, const Transit& start, std::uint64_t seed = 7,
                std::string_view message_id = "m1") {
  return travel(built_in(id), start, seed, message_id, crypto());
}

TEST(Journey, OverNoStepsIsTheTransitItself) {
  const Transit start = transit_of(kMail);

  const Journey result = journey("identity", start);

  ASSERT_EQ(result.after.size(), 1U);
  EXPECT_EQ(result.end().message.to_string(), start.message.to_string());
  EXPECT_EQ(result.end().envelope, start.envelope);
  EXPECT_FALSE(result.changed[0]);
}

TEST(Journey, StopsAfterEveryStep) {
  const Journey result = journey("P18", transit_of(kMail));

  EXPECT_EQ(result.after.size(), 6U);
  EXPECT_EQ(result.changed, (std::vector<bool>{true, true, false, true, true, true}));
  EXPECT_EQ(result.tried, (std::vector<bool>{true, true, false, true, true, true}));
  EXPECT_EQ(result.log.size(), 6U);
  EXPECT_TRUE(result.log[2].empty());
  EXPECT_EQ(unfolded(*result.after[0].message.find("Subject")), "[demo] x");
  EXPECT_EQ(result.after[0].message.body().view(), "hello\r\n");
  EXPECT_TRUE(result.end().message.body().view().starts_with("hello\r\n____"));
  EXPECT_EQ(result.end().envelope.mail_from, "demo-bounces@lists.example.org");
}

TEST(Journey, EndsWhereTheMessageIsDropped) {
  Transit start = transit_of(kMail);
  start.envelope.mail_from.clear();

  const Journey result = journey("E05", start);

  EXPECT_EQ(result.after.size(), 2U);
  EXPECT_EQ(result.end().delivery, Delivery::discarded);
  EXPECT_TRUE(result.changed[1]);
  const Journey further = journey("P01", result.end());
  EXPECT_EQ(further.after.size(), 1U);
  EXPECT_EQ(further.end().delivery, Delivery::discarded);
}

TEST(Journey, BringsABounceHome) {
  const Journey result = journey("E01", transit_of(kMail));

  const Envelope& envelope = result.end().envelope;
  EXPECT_EQ(envelope.mail_from, "");
  EXPECT_EQ(envelope.rcpt_to, std::vector<std::string>{"alice@author.example"});
  EXPECT_EQ(envelope.helo, "mx.originator.example");
}

TEST(Journey, ReplaysATagUpToTwentyDaysOld) {
  std::int64_t oldest = 0;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    const Journey result = journey("E06", transit_of(kMail), seed);
    const std::int64_t age = to_unix(result.end().envelope.time) - 1091620800;
    ASSERT_LE(age, 20 * 86400 + 60);
    oldest = std::max(oldest, age);
  }

  EXPECT_GT(oldest, 18 * 86400);
}

// The key of the random streams: seed, message, path, step and transform; the message's octets,
// and with them the scheme that signed it, are no part of it.
class RandomStreams : public testing::Test {
 protected:
  static std::string received(const Journey& result) {
    return std::string(result.after.back().message.find("Received")->raw());
  }
};

TEST_F(RandomStreams, RepeatForTheSameKey) {
  EXPECT_EQ(journey("P18", transit_of(kMail)).end().message.to_string(),
            journey("P18", transit_of(kMail)).end().message.to_string());
}

TEST_F(RandomStreams, DifferBySeedMessageAndPath) {
  const std::string one = received(journey("P11", transit_of(kMail)));
  Path renamed = built_in("P11");
  renamed.id = "P11b";

  EXPECT_NE(one, received(journey("P11", transit_of(kMail), 8)));
  EXPECT_NE(one, received(journey("P11", transit_of(kMail), 7, "m2")));
  EXPECT_NE(one, received(travel(renamed, transit_of(kMail), 7, "m1", crypto())));
}

TEST_F(RandomStreams, DifferByStep) {
  const Journey result = journey("P01", transit_of(kMail));
  const Message& message = result.end().message;

  const std::string_view last = message.fields()[1].value();
  const std::string_view first = message.fields()[2].value();
  const auto id = [](std::string_view value) { return value.substr(value.find(" id "), 16); };

  EXPECT_NE(id(last), id(first));
}

TEST_F(RandomStreams, AreTheSameForEveryScheme) {
  const std::string plain = "From: a@b\nSubject: x\n\nhello\n";

  const auto unsigned_one = journey("P18", transit_of(plain));
  const auto signed_one = journey("P18", transit_of("DKIM-Signature: v=1; b=x\n" + plain));

  EXPECT_EQ(received(unsigned_one), received(signed_one));
  EXPECT_EQ(unsigned_one.end().message.body().view(), signed_one.end().message.body().view());
}

TEST(JourneyLog, TellsEveryStepToAPerson) {
  const auto lines = journey_log(built_in("P18"), journey("P18", transit_of(kMail)));

  ASSERT_EQ(lines.size(), 6U);
  EXPECT_EQ(lines[0], "step 1  P18 lists.example.org  T03 subjtag: put [demo] into Subject");
  EXPECT_TRUE(lines[1].starts_with("step 2  P18 lists.example.org  T30 footer: appended 4 lines ("))
      << lines[1];
  EXPECT_EQ(
      lines[2],
      "step 3  P18 lists.example.org  T31 mimefooter: not for this message (no_readable_text)");
  EXPECT_TRUE(
      lines[5].starts_with("step 6  P18 mx.subscriber.example  T01 trace: added Received; "))
      << lines[5];
}

TEST(JourneyLog, SaysWhenAStepFoundNothing) {
  const auto lines = journey_log(built_in("P05"), journey("P05", transit_of(kMail)));

  EXPECT_EQ(lines.at(0), "step 1  P05 relay.example.net  T34 cte: nothing to change");
}

TEST(JourneyLog, IsEmptyWithoutSteps) {
  EXPECT_TRUE(journey_log(built_in("identity"), journey("identity", transit_of(kMail))).empty());
}

}  // namespace
}  // namespace mass
