#include "../support.hpp"

namespace mass {
namespace {

std::string wrapped(std::string_view line, const ValueMap& settings) {
  const Transit transit = transit_of("A: b\n\n" + std::string(line) + "\n");
  const std::string text = text_of(apply("wrap_lines", transit, settings).out.front().message);
  return text.substr(text.find("\n\n") + 2);
}

TEST(WrapLines, CountsTheMarkAndWhatContinues) {
  const ValueMap plain{{"limit", std::int64_t{20}}};
  EXPECT_EQ(wrapped("0123456789abcdefghij", plain), "0123456789abcdefghij\n");
  EXPECT_EQ(wrapped("0123456789abcdefghijk", plain), "0123456789abcdefghij\n k\n");
  const ValueMap marked{{"limit", std::int64_t{20}}, {"cut_mark", "!"}};
  EXPECT_EQ(wrapped("0123456789abcdefghij", marked), "0123456789abcdefghij\n");
  EXPECT_EQ(wrapped("0123456789abcdefghijk", marked), "0123456789abcdefghi!\n jk\n");
}

TEST(WrapLines, ForgetsItsColumnWhereAReaderDoes) {
  const ValueMap settings{{"limit", std::int64_t{20}}, {"restart", std::int64_t{15}}};
  EXPECT_EQ(wrapped("0123456789abcdefghijklmnopqrst", settings),
            "0123456789abcdefghijklmnopqrst\n");
  EXPECT_EQ(wrapped(std::string(60, 'x'), {{"limit", std::int64_t{20}}}),
            std::string(20, 'x') + "\n " + std::string(19, 'x') + "\n " + std::string(19, 'x') +
                "\n xx\n");
}

TEST(WrapLines, LeavesTheHeaderWhenToldTo) {
  const Transit transit = transit_of("Long: " + std::string(30, 'h') + "\n\nshort\n");
  EXPECT_TRUE(apply("wrap_lines", transit, {{"limit", std::int64_t{20}}}).changed);
  EXPECT_FALSE(
      apply("wrap_lines", transit, {{"limit", std::int64_t{20}}, {"header", false}}).changed);
}

TEST(AppendRaw, EndsTheLineBeforeWhenAsked) {
  const Transit transit = transit_of_octets("A: b\r\n\r\nx");
  const ValueMap glued{{"text", "-- \r\n"}};
  const ValueMap apart{{"text", "-- \r\n"}, {"end_line_first", true}};
  EXPECT_EQ(text_of(apply("append_raw", transit, glued).out.front().message), "A: b\n\nx-- \n");
  EXPECT_EQ(text_of(apply("append_raw", transit, apart).out.front().message), "A: b\n\nx\n-- \n");
}

TEST(EscapeFrom, MarksLineStartsOnly) {
  const Transit transit = transit_of("From: a@b\n\nFrom here\n>From there\nnot From\nFrom: x\n");
  EXPECT_EQ(text_of(apply("escape_from", transit).out.front().message),
            "From: a@b\n\n>From here\n>From there\nnot From\nFrom: x\n");
  EXPECT_FALSE(apply("escape_from", transit_of("From: a@b\n\nx\n")).changed);
}

TEST(Trailing, AddsOneLineEndUnlessOneIsThere) {
  const auto text = [](std::string_view message) {
    return text_of(apply("trailing", transit_of(message)).out.front().message);
  };
  EXPECT_EQ(text("A: b\n\nx\n"), "A: b\n\nx\n\n");
  EXPECT_EQ(text("A: b\n\nx\n\n"), "A: b\n\nx\n\n");
  EXPECT_EQ(text("A: b\n\n"), "A: b\n\n");
  EXPECT_EQ(text_of(apply("trailing", transit_of("A: b\n\n"), {{"add_crlf", "always_one"}})
                        .out.front()
                        .message),
            "A: b\n\n\n");
}

TEST(SetSender, KeepsTheNullReversePathUnlessToldOtherwise) {
  Transit transit = transit_of("A: b\n\n");
  const ValueMap verp{{"to", "l+${rcpt_local}=${rcpt_domain}@lists.example"}};
  EXPECT_EQ(apply("set_sender", transit, verp).out.front().envelope.mail_from,
            "l+bob=dest.example@lists.example");
  transit.envelope.mail_from.clear();
  EXPECT_FALSE(apply("set_sender", transit, verp).changed);
  EXPECT_TRUE(
      apply("set_sender", transit, {{"to", "owner@x.example"}, {"null", "replace"}}).changed);
}

TEST(SetRecipients, ReplacesOneOrAllAndNamesEachOnce) {
  Transit transit = transit_of("A: b\n\n");
  transit.envelope.rcpt_to = {"team@x.example", "bob@dest.example"};
  EXPECT_EQ(apply("set_recipients", transit,
                  {{"to", Texts{"bob@dest.example", "eve@y.example"}}, {"only", "TEAM@x.example"}})
                .out.front()
                .envelope.rcpt_to,
            (Texts{"bob@dest.example", "eve@y.example"}));
}

TEST(SetMailParams, GoesByOctetsOrByLabels) {
  const Transit labelled = transit_of(
      "Content-Type: multipart/mixed; boundary=b\n\n--b\n"
      "Content-Transfer-Encoding: 8bit\n\nplain\n--b--\n");
  const auto declared = [](const Transit& transit, const char* mode) {
    return apply("set_mail_params", transit, {{"eight_bit_mime", mode}})
        .out.front()
        .envelope.eight_bit_mime;
  };
  EXPECT_TRUE(declared(labelled, "if_labelled"));
  EXPECT_FALSE(declared(labelled, "if_needed"));
  EXPECT_TRUE(declared(transit_of("A: b\n\n\xE9\n"), "if_needed"));
  EXPECT_FALSE(declared(transit_of("A: b\n\n\xE9\n"), "if_labelled"));
}

TEST(Stop, EndsAJourneyAndSaysHow) {
  for (const auto& [word, delivery] :
       {std::pair("rejected", Delivery::rejected), std::pair("bounced", Delivery::bounced),
        std::pair("discarded", Delivery::discarded)}) {
    EXPECT_EQ(apply("stop", transit_of("A: b\n\n"), {{"as", word}}).out.front().delivery, delivery);
  }
}

}  // namespace
}  // namespace mass
