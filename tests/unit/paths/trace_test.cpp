#include "tests/unit/paths/support.hpp"

namespace mass {
namespace {

constexpr std::string_view kTracedMail = "From: alice@author.example\n\nhello\n";

TEST(Trace, PutsAFoldedReceivedOnTop) {
  const Applied result = apply("T01", transit_of(kTracedMail));

  const Message& message = result.out.at(0).message;
  const std::string_view value = message.fields()[0].value();
  EXPECT_EQ(message.fields()[0].name(), "Received");
  EXPECT_TRUE(
      value.starts_with(" from mail.author.example (mail.author.example [192.0.2.1])\r\n\t"
                        "by lists.example.org with ESMTP id "))
      << value;
  EXPECT_TRUE(value.ends_with("\r\n\tfor <bob@dest.example>; Wed, 04 Aug 2004 12:00:02 +0000"))
      << value;
  EXPECT_EQ(text_of(message).substr(text_of(message).find("\nFrom:") + 1), kTracedMail);
}

TEST(Trace, FoldsIntoTwoLinesWhenAsked) {
  const Applied result = apply("T01", transit_of(kTracedMail), {{"lines", std::int64_t{2}}});

  const std::string value = unfolded(result.out.at(0).message.fields()[0]);
  EXPECT_NE(value.find("[192.0.2.1]) by lists.example.org"), std::string::npos) << value;
}

TEST(Trace, NamesNoRecipientWhenThereAreSeveral) {
  Transit transit = transit_of(kTracedMail);
  transit.envelope.rcpt_to = {"a@dest.example", "b@dest.example"};

  const Applied result = apply("T01", transit);

  const std::string value = unfolded(result.out.at(0).message.fields()[0]);
  EXPECT_EQ(value.find("dest.example"), std::string::npos);
  EXPECT_TRUE(value.ends_with(";\tWed, 04 Aug 2004 12:00:02 +0000")) << value;
}

TEST(Trace, MovesTheEnvelopeOneHopOn) {
  const Applied result = apply("T01", transit_of(kTracedMail), {{"delay", std::int64_t{90}}});

  const Transit& after = result.out.at(0);
  EXPECT_EQ(after.envelope.time, from_unix(1091620890));
  EXPECT_EQ(after.envelope.helo, "lists.example.org");
  EXPECT_NE(after.envelope.client_address, "192.0.2.1");
  EXPECT_EQ(after.envelope.mail_from, "alice@author.example");
  ASSERT_EQ(after.hops.size(), 2U);
  EXPECT_EQ(after.hops[1].host, "lists.example.org");
  EXPECT_EQ(after.hops[1].time, from_unix(1091620890));
}

TEST(Trace, WritesOneReturnPathAtFinalDelivery) {
  const Applied result =
      apply("T01", transit_of("Return-Path: <old@x.example>\nFrom: a@b\n\n"), {{"final", true}});

  EXPECT_EQ(names_of(result.out.at(0).message),
            (std::vector<std::string>{"Return-Path", "Received", "From"}));
  EXPECT_EQ(result.out[0].message.fields()[0].value(), " <alice@author.example>");
}

TEST(Trace, KeepsHostileEnvelopesInOneField) {
  Transit transit = transit_of(kTracedMail);
  transit.envelope.helo = "a\r\nEvil: yes";
  transit.envelope.client_address = "\r\n\r\nbody";
  transit.envelope.mail_from = "x\r\nEvil: yes@b";
  transit.envelope.rcpt_to = {"y\n\nz"};

  const Applied result = apply("T01", transit, {{"final", true}});

  const Message again = Message::parse(result.out.at(0).message.to_string());
  EXPECT_EQ(names_of(again), (std::vector<std::string>{"Return-Path", "Received", "From"}));
}

TEST(Trace, LeavesABodyThatStartsWithAFoldABody) {
  const Applied result = apply("T01", transit_of_octets(" not a field\r\nFrom: a@b\r\n"));

  const Message again = Message::parse(result.out.at(0).message.to_string());
  EXPECT_EQ(names_of(again), (std::vector<std::string>{"Received"}));
  EXPECT_TRUE(again.body().view().ends_with(" not a field\r\nFrom: a@b\r\n"));
}

TEST(AddAuthenticationResults, PutsAFieldOfThisHostOnTop) {
  const Applied result = apply("T21", transit_of(kTracedMail));

  const Field& field = result.out.at(0).message.fields()[0];
  EXPECT_EQ(field.name(), "Authentication-Results");
  EXPECT_TRUE(unfolded(field).starts_with("lists.example.org;")) << unfolded(field);
  EXPECT_NE(unfolded(field).find("iprev=pass"), std::string::npos);
}

TEST(AddAuthenticationResults, RemovesOnlyFieldsThatClaimItsName) {
  const Applied result = apply(
      "T21",
      transit_of("Authentication-Results: other.example; none\n"
                 "Authentication-Results:\n"
                 " (comment \\) here) RECEIVER.example 1; none\n"
                 "authentication-results: \"receiver.example\"; none\n"
                 "Authentication-Results: xreceiver.example; none\n"
                 "\nbody\n"),
      {{"authserv_id", "receiver.example"}, {"results", std::vector<std::string>{"spf=none"}}});

  const Message& message = result.out.at(0).message;
  ASSERT_EQ(message.fields().size(), 3U);
  EXPECT_TRUE(unfolded(message.fields()[0]).starts_with("receiver.example;"));
  EXPECT_EQ(unfolded(message.fields()[1]), "other.example; none");
  EXPECT_EQ(unfolded(message.fields()[2]), "xreceiver.example; none");
  EXPECT_EQ(result.log.size(), 2U);
}

TEST(AddAuthenticationResults, IsQuickWithManyClaims) {
  std::string text;
  for (int i = 0; i < 50'000; ++i) text += "Authentication-Results: lists.example.org; none\n";

  const Applied result = apply("T21", transit_of(text + "\n"));

  EXPECT_EQ(result.out.at(0).message.fields().size(), 1U);
}

}  // namespace
}  // namespace mass
