#include "../support.hpp"

namespace mass {
namespace {

std::string after(std::string_view step, std::string_view text, const ValueMap& settings) {
  return text_of(apply(step, transit_of(text), settings).out.front().message);
}

constexpr std::string_view kMessage =
    "Received: one\nReceived: two\nFrom: a@b\nSubject: s\nMIME-Version: 1.0\n\nx\n";

std::string inserted(const ValueMap& settings) {
  ValueMap all = settings;
  all.emplace("fields", Texts{"X-A: 1", "X-B: 2"});
  const std::string text = after("insert", kMessage, all);
  // Names alone, so that a test shows the order.
  std::string order;
  const Message message = Message::parse(crlf(text));
  for (const Field& field : message.fields()) order += std::string(field.name()) + " ";
  return order;
}

TEST(Insert, KeepsTheOrderOfItsFieldsWhereverTheyGo) {
  EXPECT_EQ(inserted({}), "Received Received From Subject MIME-Version X-A X-B ");
  EXPECT_EQ(inserted({{"position", "top"}}),
            "X-A X-B Received Received From Subject MIME-Version ");
  EXPECT_EQ(inserted({{"position", "after_received"}}),
            "Received Received X-A X-B From Subject MIME-Version ");
  EXPECT_EQ(inserted({{"position", "before"}, {"anchor", "subject"}}),
            "Received Received From X-A X-B Subject MIME-Version ");
  EXPECT_EQ(inserted({{"position", "after"}, {"anchor", "From"}}),
            "Received Received From X-A X-B Subject MIME-Version ");
  EXPECT_EQ(inserted({{"position", "before_mime"}}),
            "Received Received From Subject X-A X-B MIME-Version ");
  EXPECT_EQ(inserted({{"position", "before"}, {"anchor", "No-Such"}}),
            "Received Received From Subject MIME-Version X-A X-B ");
}

TEST(Insert, SettlesWhatIsThereAlready) {
  const std::string_view text = "X-A: old\nX-B: b\nx-a: older\n\n";
  const auto with = [&](const char* mode) {
    return after("insert", text, {{"fields", Texts{"X-A: new"}}, {"if_exists", mode}});
  };
  EXPECT_EQ(with("keep_both"), "X-A: old\nX-B: b\nx-a: older\nX-A: new\n\n");
  EXPECT_EQ(with("skip"), text);
  EXPECT_EQ(with("replace_in_place"), "X-A: new\nX-B: b\n\n");
  EXPECT_EQ(with("delete_then_add"), "X-B: b\nX-A: new\n\n");
  EXPECT_EQ(with("rename_old"), "Old-X-A: old\nX-B: b\nOld-x-a: older\nX-A: new\n\n");
}

TEST(Insert, FillsInWhatTheMomentGives) {
  EXPECT_EQ(
      after("insert", "A: b\n\n",
            {{"fields", Texts{"X: ${host} ${helo} ${client} ${mail_from_local} ${rcpt_domain} "
                              "${with:ESMTP|UTF8SMTP} ${date}"}}}),
      "A: b\nX: lists.example.org mail.author.example 192.0.2.1 alice dest.example ESMTP "
      "Wed, 04 Aug 2004 12:00:00 +0000\n\n");
}

TEST(Insert, MakesOutsideTextSafe) {
  Transit transit = transit_of("A: b\n\n");
  transit.envelope.mail_from = "x\r\nEvil: 1@y";
  const Applied result = apply("insert", transit, {{"fields", Texts{"X: ${mail_from}"}}});
  EXPECT_EQ(text_of(result.out.front().message), "A: b\nX: x??Evil: 1@y\n\n");
}

TEST(PrependTrace, DrawsIdsFromTheStreamAlone) {
  const ValueMap settings{{"value", "by h id ${id:XX-x9A}"}};
  const Transit transit = transit_of("A: b\n\n");
  const auto id = [&](std::uint64_t seed) {
    return text_of(apply("prepend_trace", transit, settings, seed).out.front().message);
  };
  EXPECT_EQ(id(1), id(1));
  EXPECT_NE(id(1), id(2));
  EXPECT_TRUE(id(1).starts_with("Received: by h id "));
}

TEST(PrependTrace, HasAValueForSeveralRecipients) {
  Transit transit = transit_of("A: b\n\n");
  const ValueMap settings{{"value", "for <${rcpt}>"}, {"value_several", "for some"}};
  EXPECT_TRUE(text_of(apply("prepend_trace", transit, settings).out.front().message)
                  .starts_with("Received: for <bob@dest.example>\n"));
  transit.envelope.rcpt_to.emplace_back("carol@dest.example");
  EXPECT_TRUE(text_of(apply("prepend_trace", transit, settings).out.front().message)
                  .starts_with("Received: for some\n"));
}

TEST(Drop, KnowsFamiliesAndWhichOfSeveral) {
  const std::string_view text = "X-Spam-A: 1\nB: 1\nx-spam-b: 2\nB: 2\nB: 3\n\n";
  EXPECT_EQ(after("drop", text, {{"fields", Texts{"X-Spam-*"}}}), "B: 1\nB: 2\nB: 3\n\n");
  const auto which = [&](const char* word) {
    return after("drop", text, {{"fields", Texts{"b", "X-Spam-*"}}, {"which", word}});
  };
  EXPECT_EQ(which("first"), "x-spam-b: 2\nB: 2\nB: 3\n\n");
  EXPECT_EQ(which("but_first"), "X-Spam-A: 1\nB: 1\n\n");
  EXPECT_EQ(which("but_last"), "x-spam-b: 2\nB: 3\n\n");
  EXPECT_FALSE(apply("drop", transit_of("A: b\n\n"), {{"fields", Texts{"Bcc"}}}).changed);
}

TEST(RenameFields, LeavesValuesAndColonsAsTheyStand) {
  EXPECT_EQ(after("rename_fields", "cc : a\n  b\nmessage-ID: 1\n\n",
                  {{"names", Texts{"Cc=CC", "Message-ID"}}}),
            "CC : a\n  b\nMessage-ID: 1\n\n");
}

TEST(SubjectPrefix, LooksWhetherItIsThere) {
  const ValueMap settings{{"text", "[l] "}};
  EXPECT_EQ(after("subject_prefix", "Subject: a\n b\n\n", settings), "Subject: [l] a b\n\n");
  EXPECT_FALSE(apply("subject_prefix", transit_of("Subject: Re: [l] a\n\n"), settings).changed);
  EXPECT_EQ(after("subject_prefix", "A: b\n\n", settings), "A: b\nSubject: [l]\n\n");
  EXPECT_EQ(after("subject_prefix", "Subject:\n\n", settings), "Subject: [l] \n\n");
  EXPECT_EQ(
      after("subject_prefix", "SUBJECT: a\n b\nX: y\n\n",
            {{"text", "[l] "}, {"join", "space"}, {"keep_blank", true}, {"old_mark", "Old-"}}),
      "Old-SUBJECT: a\n b\nX: y\nSubject: [l]  a  b\n\n");
}

TEST(QualifyAddresses, CompletesInPlace) {
  const ValueMap settings{{"domain", "d.example"}};
  EXPECT_EQ(
      after("qualify_addresses",
            "To: bob, \"C, arol\" <carol>,\n dave@e.example (not <erin>)\nX: bob\n\n", settings),
      "To: bob@d.example, \"C, arol\" <carol@d.example>,\n dave@e.example (not <erin>)\n"
      "X: bob\n\n");
  EXPECT_FALSE(apply("qualify_addresses", transit_of("To: a@b\n\n"), settings).changed);
}

TEST(FromLine, NamesTheSenderAndTheTime) {
  EXPECT_EQ(after("from_line", "Sender: S <s@x>\nFrom: f@x\n\nb\n", {}),
            "From s@x  Wed Aug  4 12:00:00 2004\nSender: S <s@x>\nFrom: f@x\n\nb\n");
  EXPECT_TRUE(after("from_line", "To: t@x\n\nb\n", {}).starts_with("From foo@bar  "));
}

TEST(ContentLength, FitsTheRoomThatWasThere) {
  EXPECT_EQ(after("content_length", "Content-Length: 12345\n\nab\ncd\n", {}),
            "Content-Length:     6\n\nab\ncd\n");
  EXPECT_FALSE(apply("content_length", transit_of("A: b\n\nx\n")).changed);
}

}  // namespace
}  // namespace mass
