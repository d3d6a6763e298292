#include "core/message/mime.hpp"
#include "tests/unit/paths/support.hpp"

namespace mass {
namespace {

constexpr std::string_view kReturnedMail = "Subject: x\nFrom: a@b\n\nhello\n.\nlast line";

Transit bounced(const Transit& transit, const ValueMap& given = {}) {
  const Applied result = apply("T63", transit, given);
  EXPECT_TRUE(result.changed);
  EXPECT_EQ(result.log.size(), 1U);
  return result.out.at(0);
}

std::string_view content(const Message& message, const MimePart& part) {
  return message.body().view().substr(part.body_begin, part.body_end - part.body_begin);
}

TEST(Bounce, GoesFromNobodyToTheFormerSender) {
  const Transit bounce = bounced(transit_of(kReturnedMail));

  EXPECT_EQ(bounce.envelope.mail_from, "");
  EXPECT_EQ(bounce.envelope.rcpt_to, std::vector<std::string>{"alice@author.example"});
  EXPECT_EQ(bounce.envelope.helo, "lists.example.org");
  EXPECT_EQ(bounce.envelope.time, from_unix(1091620800));
  EXPECT_EQ(unfolded(*bounce.message.find("To")), "alice@author.example");
  EXPECT_EQ(unfolded(*bounce.message.find("Auto-Submitted")), "auto-replied");
  EXPECT_EQ(unfolded(*bounce.message.find("Date")), "Wed, 04 Aug 2004 12:00:00 +0000");
}

TEST(Bounce, IsAReportThatQuotesTheWholeMessage) {
  const Transit original = transit_of(kReturnedMail);

  const Message message = bounced(original).message;

  const MimeTree tree = parse_mime(message);
  ASSERT_EQ(tree.parts.size(), 4U);
  EXPECT_TRUE(tree.parts[0].content_type.is("multipart", "report"));
  EXPECT_EQ(tree.parts[0].content_type.parameter("report-type"), "delivery-status");
  EXPECT_TRUE(tree.parts[1].content_type.is("text", "plain"));
  EXPECT_TRUE(tree.parts[2].content_type.is("message", "delivery-status"));
  EXPECT_TRUE(tree.parts[3].content_type.is("message", "rfc822"));
  EXPECT_EQ(content(message, tree.parts[3]), original.message.to_string());
}

TEST(Bounce, TellsTheStatusOfEveryRecipient) {
  Transit original = transit_of(kReturnedMail);
  original.envelope.rcpt_to = {"x@one.example", "y@two.example"};

  const Message message = bounced(original).message;

  const std::string status(content(message, parse_mime(message).parts.at(2)));
  EXPECT_TRUE(status.starts_with("Reporting-MTA: dns; lists.example.org\r\n")) << status;
  EXPECT_NE(status.find("\r\n\r\nFinal-Recipient: rfc822; x@one.example\r\nAction: failed\r\n"
                        "Status: 5.1.1\r\nDiagnostic-Code: smtp; 550 5.1.1 User unknown\r\n\r\n"
                        "Final-Recipient: rfc822; y@two.example\r\n"),
            std::string::npos)
      << status;
}

TEST(Bounce, QuotesTheHeaderOrNothingWhenAsked) {
  const Message headers = bounced(transit_of(kReturnedMail), {{"quote", "headers"}}).message;
  const Message none = bounced(transit_of(kReturnedMail), {{"quote", "none"}}).message;

  const MimeTree tree = parse_mime(headers);
  ASSERT_EQ(tree.parts.size(), 4U);
  EXPECT_TRUE(tree.parts[3].content_type.is("text", "rfc822-headers"));
  EXPECT_EQ(content(headers, tree.parts[3]), "Subject: x\r\nFrom: a@b\r\n");
  EXPECT_EQ(parse_mime(none).parts.size(), 3U);
}

TEST(Bounce, IsLabelledEightBitWhenItIs) {
  const Transit bounce = bounced(transit_of("Subject: x\n\ncaf\xE9\n"));

  EXPECT_TRUE(bounce.envelope.eight_bit_mime);
  const MimeTree tree = parse_mime(bounce.message);
  EXPECT_EQ(tree.parts.at(0).encoding, TransferEncoding::eight_bit);
  EXPECT_EQ(tree.parts.at(3).encoding, TransferEncoding::eight_bit);
  EXPECT_FALSE(bounced(transit_of(kReturnedMail)).envelope.eight_bit_mime);
}

TEST(Bounce, OfABounceIsNone) {
  Transit transit = transit_of(kReturnedMail);
  transit.envelope.mail_from.clear();

  const Applied result = apply("T63", transit);

  EXPECT_TRUE(result.out.empty());
  EXPECT_TRUE(result.changed);
  EXPECT_EQ(result.log.size(), 1U);
}

TEST(Bounce, KeepsHostileEnvelopesInTheirFields) {
  Transit transit = transit_of(kReturnedMail);
  transit.envelope.mail_from = "a\r\nEvil: yes\r\n\r\n@b";
  transit.envelope.rcpt_to = {"x\r\n\r\n--b@c"};

  const Message message = bounced(transit).message;

  EXPECT_EQ(message.find("Evil"), nullptr);
  EXPECT_EQ(parse_mime(message).parts.size(), 4U);
}

}  // namespace
}  // namespace mass
