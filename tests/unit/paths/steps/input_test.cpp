#include "../support.hpp"

namespace mass {
namespace {

const std::string kBinary("a\nb\rc\0d\r\ne\r\n", 12);

std::string body_after(const ValueMap& settings) {
  const Applied result = apply("line_ends", transit_of_octets("X: y\r\n\r\n" + kBinary), settings);
  return std::string(result.out.front().message.body().view());
}

TEST(LineEnds, AreLeftAloneUnlessASettingSaysOtherwise) {
  const Transit transit = transit_of_octets("X: y\r\n\r\n" + kBinary);
  const Applied result = apply("line_ends", transit);
  EXPECT_FALSE(result.changed);
  EXPECT_EQ(result.out.front().message.to_string(), transit.message.to_string());
}

TEST(LineEnds, BecomeWhatTheSettingsSay) {
  EXPECT_EQ(body_after({{"bare_lf", "crlf"}}), std::string("a\r\nb\rc\0d\r\ne\r\n", 13));
  EXPECT_EQ(body_after({{"bare_lf", "space"}, {"bare_cr", "crlf"}}),
            std::string("a b\r\nc\0d\r\ne\r\n", 13));
  EXPECT_EQ(body_after({{"nul", "drop"}}), "a\nb\rcd\r\ne\r\n");
  EXPECT_EQ(body_after({{"nul", "cut_line"}}), "a\nb\rc\r\ne\r\n");
  EXPECT_EQ(body_after({{"nul", "join_line"}}), "a\nb\rce\r\n");
  EXPECT_EQ(body_after({{"nul", "zero_line"}}), std::string("a\nb\rc\0\0\r\ne\r\n", 12));
}

TEST(LineEnds, CanBeAReasonToRefuse) {
  const Transit transit = transit_of_octets("X: y\r\n\r\n" + kBinary);
  for (const char* setting : {"bare_lf", "bare_cr", "nul"}) {
    const Applied result = apply("line_ends", transit, {{setting, "reject"}});
    EXPECT_EQ(result.out.front().delivery, Delivery::rejected) << setting;
  }
  EXPECT_EQ(
      apply("line_ends", transit_of("X: y\n\nz\n"), {{"bare_lf", "reject"}}).out.front().delivery,
      Delivery::in_transit);
}

TEST(LineEnds, EndTheLastLine) {
  const Transit transit = transit_of_octets("X: y\r\n\r\na\r\nlast");
  const auto after = [&](const char* how) {
    const Applied result = apply("line_ends", transit, {{"final_crlf", how}});
    return std::string(result.out.front().message.body().view());
  };
  EXPECT_EQ(after("keep"), "a\r\nlast");
  EXPECT_EQ(after("add"), "a\r\nlast\r\n");
  EXPECT_EQ(after("lose_line"), std::string("a\r\n\0\0\0\0", 7));
}

std::string parsed(std::string_view text, const ValueMap& settings) {
  return text_of(apply("parse_header", transit_of(text), settings).out.front().message);
}

TEST(ParseHeader, EndsAboveALineThatIsNoField) {
  const std::string_view text = "A: 1\nno field\nB: 2\n\nbody\n";
  EXPECT_EQ(parsed(text, {}), "A: 1\n\nno field\nB: 2\n\nbody\n");
  EXPECT_EQ(parsed(text, {{"junk_line", "keep"}}), text);
  EXPECT_EQ(apply("parse_header", transit_of(text), {{"junk_line", "reject"}}).out.front().delivery,
            Delivery::rejected);
}

TEST(ParseHeader, TreatsWhiteSpaceBesideTheColon) {
  EXPECT_EQ(parsed("A : 1\nB\t:2\n\n", {{"name_ws", "strip"}}), "A: 1\nB:2\n\n");
  EXPECT_EQ(parsed("A:1\nB:\n c\n\n", {{"after_colon", "at_least_one"}}), "A: 1\nB: \n c\n\n");
  EXPECT_EQ(parsed("A:\t  1\n\n", {{"after_colon", "one_space"}}), "A: 1\n\n");
}

TEST(ParseHeader, PutsABlankLineBelowALonelyHeaderOnly) {
  EXPECT_EQ(parsed("A: 1\n", {{"separator", "add"}}), "A: 1\n\n");
  EXPECT_EQ(parsed("A: 1\n\n", {{"separator", "add"}}), "A: 1\n\n");
  EXPECT_FALSE(apply("parse_header", transit_of("A: 1\n\nx\n"), {{"separator", "add"}}).changed);
}

Delivery limited(std::string_view text, const ValueMap& settings, const char* sender = "a@b") {
  Transit transit = transit_of(text);
  transit.envelope.mail_from = sender;
  return apply("limit_lines", transit, settings).out.front().delivery;
}

TEST(LimitLines, ReturnsRefusesOrDropsWhatIsTooLong) {
  const std::string fits = "X: y\n\n" + std::string(10, 'x') + "\n";
  const std::string longer = "X: y\n\n" + std::string(11, 'x') + "\n";
  const ValueMap settings{{"limit", std::int64_t{10}}};
  EXPECT_EQ(limited(fits, settings), Delivery::in_transit);
  EXPECT_EQ(limited(longer, settings), Delivery::bounced);
  EXPECT_EQ(limited(longer, settings, ""), Delivery::discarded);
  EXPECT_EQ(limited(longer, {{"limit", std::int64_t{10}}, {"action", "reject"}}),
            Delivery::rejected);
}

TEST(LimitLines, KnowsNoticesThatCannotLeave) {
  const ValueMap settings{{"limit", std::int64_t{20}},
                          {"notice_carries", std::vector<std::string>{"References"}}};
  const std::string header = "References: " + std::string(20, 'r') + "\n\nx\n";
  EXPECT_EQ(limited(header, settings), Delivery::discarded);
  EXPECT_EQ(limited("Other: " + std::string(20, 'r') + "\n\nx\n", settings), Delivery::bounced);
}

TEST(StripHighBit, TakesItOffMessageAndEnvelope) {
  Transit transit = transit_of("Subject: \xC3\xA4\n\n\xE9\n");
  transit.envelope.mail_from = "\xC3\xA4@a.example";
  const Transit after = apply("strip_high_bit", transit).out.front();
  EXPECT_EQ(text_of(after.message), "Subject: C$\n\ni\n");
  EXPECT_EQ(after.envelope.mail_from, "C$@a.example");
  EXPECT_FALSE(apply("strip_high_bit", transit_of("Subject: a\n\nb\n")).changed);
}

}  // namespace
}  // namespace mass
