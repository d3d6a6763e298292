#include "tests/unit/paths/support.hpp"

namespace mass {
namespace {

TEST(FieldCase, SpellsKnownNamesAndKeepsOthers) {
  EXPECT_EQ(changed_text("T09", "message-id: <a@b>\nMime-version : 1.0\nx-odd: y\n\nsubject: z\n"),
            "Message-ID: <a@b>\nMIME-Version : 1.0\nx-odd: y\n\nsubject: z\n");
  expect_untouched("T09", "Message-ID: <a@b>\nx-ODD: y\n\n");
}

TEST(FieldOrder, SortsWhatIsNoTraceAndKeepsEqualOnesInTurn) {
  EXPECT_EQ(changed_text("T10",
                         "Received: one\nSubject: s\nX-B: 1\nReceived: two\nContent-Type: a/b\n"
                         "Comments: 1\nMIME-Version: 1.0\nResent-From: r@s\nFrom: a@b\n"
                         "Comments: 2\nDate: d\n\nx\n"),
            "Received: one\nDate: d\nFrom: a@b\nReceived: two\nSubject: s\nMIME-Version: 1.0\n"
            "Content-Type: a/b\nResent-From: r@s\nX-B: 1\nComments: 1\nComments: 2\n\nx\n");
  expect_untouched("T10", "Received: one\nDate: d\nFrom: a@b\nX-Z: 1\nX-A: 2\n\n");
  expect_untouched("T10", transit_of_octets("X: 1\r\nFrom: a@b"));
  expect_untouched("T10", transit_of_octets(""));
}

TEST(FieldDrop, KeepsTheFirstOfSingleFieldsAndDropsNamedOnes) {
  EXPECT_EQ(changed_text("T11", "From: a@b\nFROM: c@d\nX-A: 1\nReceived: 1\nReceived: 2\n\n",
                         {{"names", Texts{"X-*"}}}),
            "From: a@b\nReceived: 1\nReceived: 2\n\n");
  expect_untouched("T11", "From: a@b\nComments: 1\nComments: 2\nX-A: 1\n\nFrom: x\n");
}

TEST(AddressForm, WritesNamesInOneForm) {
  EXPECT_EQ(changed_text("T12", "From: \"Alice\"<a@b>\nTo: \"B, C\"   <c@d> (x),\n\te@f (Eve)\n\n"),
            "From: Alice <a@b>\nTo: \"B, C\" <c@d>,\n\te@f\n\n");
  EXPECT_EQ(changed_text("T12", "Cc: g: Bob <b@c>, \"D\" <d@e>;, f@g\n\n"),
            "Cc: g: Bob <b@c>, D <d@e>;, f@g\n\n");
  EXPECT_EQ(changed_text("T12", "From: Alice <a@b>\n\n", {{"quotes", "always"}}),
            "From: \"Alice\" <a@b>\n\n");
}

TEST(AddressForm, LeavesEncodedNamesAndWhatIsNoAddress) {
  expect_untouched("T12", "From: =?utf-8?Q?caf=C3=A9?= <a@b>\nTo: caf\xC3\xA9 <c@d>\n\n",
                   {{"quotes", "always"}});
  expect_untouched("T12", "From: a b c\nTo: \"open <a@b>\nCc: <a@b, c@d\nSubject: \"x\"<a@b>\n\n");
  expect_untouched("T12", "To: undisclosed-recipients:;\nCc:\nSender: root\n\n");
}

TEST(AddressDomains, AreMappedAndWrittenInLowerCase) {
  const ValueMap map{{"map", Texts{"*.old.example=new.example", "x.example=y.example"}}};

  EXPECT_EQ(changed_text("T13",
                         "From: \"q@H.old.example\" <Me@H.Old.Example> (c@x.example)\n"
                         "To: a@x.example, B@OTHER.example, \"c@x.example\"@old.example\n\n",
                         map),
            "From: \"q@H.old.example\" <Me@new.example> (c@x.example)\n"
            "To: a@y.example, B@other.example, \"c@x.example\"@old.example\n\n");
  expect_untouched("T13", "From: a@badold.example, root, <@r.example:\nCc: A@B.EXAMPLE\n\n", map);
  expect_untouched("T13", "From: a@B.EXAMPLE\n\n", {{"lower", false}});
}

TEST(AddressDomains, RefuseAMapThatMapsNothing) {
  const auto path = parse_path(
      R"({"schema": "mass-path-1", "id": "X", "title": "t", "hops": [{"host": "h", "steps": [
{"apply": "T13", "with": {"map": ["nothing"]}}]}]})",
      "f");

  ASSERT_FALSE(path);
  EXPECT_EQ(path.error().what,
            "f:2:18: T13: \"nothing\" maps nothing; write \"old.example=new.example\"");
}

TEST(EncodedWords, ChangeTheirEncodingAndKeepTheirCharset) {
  EXPECT_EQ(changed_text("T14", "Subject: Re: =?utf-8?Q?caf=C3=A9?=\n =?UTF-8?q?_x?= y\n\n"),
            "Subject: Re: =?utf-8?B?Y2Fmw6kgeA==?= y\n\n");
  EXPECT_EQ(changed_text("T14", "From: =?ISO-8859-1?B?Y2Fm6Q==?= <a@b>\n\n"),
            "From: =?ISO-8859-1?Q?caf=E9?= <a@b>\n\n");
  expect_untouched("T14", "Subject: =?utf-8?B?Y2Fmw6k=?= y\n\n", {{"into", "b"}});
}

TEST(EncodedWords, LeaveWhatIsNoneAndWhatCannotBeCut) {
  expect_untouched("T14", "Subject: =?utf-8?Q?open =?utf-8?X?a?= =?= =??Q?\n\n");
  expect_untouched("T14", "Subject: =?iso-2022-jp?B?GyRCJEYbKEI=?= =?gb2312?Q?=B0=A1?=\n\n");
  expect_untouched("T14", "X-Other: =?utf-8?Q?caf=C3=A9?=\n\n=?utf-8?Q?caf=C3=A9?=\n");
}

TEST(EncodedWords, AreReadInOnePass) {
  std::string many = "Subject:";
  for (int i = 0; i < 20000; ++i) many += " =?=?utf-8?Q?";
  expect_untouched("T14", many + "\n\n");
}

TEST(DateSpelling, KeepsTheInstant) {
  const auto date = [](const std::string& text) {
    return text_of(apply("T15", transit_of("Date: " + text + "\n\n")).out.at(0).message);
  };
  EXPECT_EQ(date("4 aug 04 9:03 PDT (summer)"), "Date: Wed, 04 Aug 2004 09:03:00 -0700\n\n");
  EXPECT_EQ(date("Wed,  4 Aug 2004 09:03:00 GMT"), "Date: Wed, 04 Aug 2004 09:03:00 +0000\n\n");
  EXPECT_EQ(date("Sun, 29 Feb 2004\n 23:59:60 -0330"), "Date: Sun, 29 Feb 2004 23:59:60 -0330\n\n");
  EXPECT_EQ(date("Mon, 4 Aug 2004 09:03:00 +0000"), "Date: Wed, 04 Aug 2004 09:03:00 +0000\n\n");
}

TEST(DateSpelling, LeavesWhatIsNoDateAndWhatIsSpeltRight) {
  expect_untouched("T15", "Date: Wed, 04 Aug 2004 09:03:00 +0200\n\n");
  for (const char* none :
       {"", "yesterday", "31 Feb 2004 09:03 GMT", "4 Aug 2004 24:00 GMT", "4 Aug 2004 09:03",
        "4 Aug 2004 09:03 +0060", "4 Aug 2004 09:03 XYZ", "4 Aug 2004 09:03 GMT tail",
        "4-Aug-2004 09:03 GMT", "99999999999999999999 Aug 2004 09:03 GMT"}) {
    expect_untouched("T15", "Date: " + std::string(none) + "\n\n");
  }
}

TEST(MessageIdRewrite, KeepsTheOldOneBesideTheNewOne) {
  const Message message =
      apply("T16", transit_of("From: a@b\nmessage-id:  <x@y>\nTo: c@d\n\nz\n")).out.at(0).message;

  EXPECT_EQ(names_of(message), (Texts{"From", "Message-ID", "X-Original-Message-ID", "To"}));
  EXPECT_EQ(message.fields()[2].value(), "  <x@y>");
  expect_untouched("T16", "From: a@b\nX-Original-Message-ID: <x@y>\n\n");
}

TEST(Resending, PutsItsFieldsOnTop) {
  const Message message = apply("T17", transit_of("From: a@b\n\nx\n")).out.at(0).message;

  EXPECT_EQ(names_of(message),
            (Texts{"Resent-From", "Resent-To", "Resent-Date", "Resent-Message-ID", "From"}));
  EXPECT_EQ(message.fields()[0].value(), " bob@dest.example");
  EXPECT_EQ(message.fields()[2].value(), " Wed, 04 Aug 2004 12:00:00 +0000");
}

TEST(SpamMark, TakesThePlaceOfAnOlderOneAndMarksTheSubjectIfAsked) {
  const std::string_view mail = "X-Spam-Level: old\nSubject: =?utf-8?Q?a?=\n\nx\n";
  const Message plain = apply("T18", transit_of(mail)).out.at(0).message;
  const Message marked =
      apply("T18", transit_of(mail), {{"percent", std::int64_t{100}}}).out.at(0).message;

  EXPECT_EQ(names_of(plain),
            (Texts{"X-Spam-Checker-Version", "X-Spam-Level", "X-Spam-Status", "Subject"}));
  EXPECT_EQ(plain.find("Subject")->value(), " =?utf-8?Q?a?=");
  EXPECT_EQ(marked.find("Subject")->value(), " ***SPAM*** =?utf-8?Q?a?=");
}

TEST(ReceivedStrip, DropsAllOrLeavesThatOfThisHost) {
  const std::string_view mail = "Received: new\nReturn-Path: <x>\nReceived: old\n\nReceived: b\n";
  EXPECT_EQ(changed_text("T20", mail), "Return-Path: <x>\n\nReceived: b\n");
  EXPECT_EQ(changed_text("T20", mail, {{"which", "but_first"}}),
            "Received: new\nReturn-Path: <x>\n\nReceived: b\n");
  expect_untouched("T20", "X-Received: a\n\n");
}

}  // namespace
}  // namespace mass
