#include <set>

#include "core/message/address.hpp"
#include "tests/unit/paths/support.hpp"

/// Reply-To, the addresses of subscribers, and signatures that a list deletes.
namespace mass {
namespace {

ValueMap subscribers(std::vector<std::string> addresses) {
  return {{"subscribers", std::move(addresses)}};
}

TEST(ReplyTo, DropsWhatWasThereAndNamesTheList) {
  EXPECT_EQ(changed_text("T05", "Reply-To: a@b,\n c@d\nSubject: x\nREPLY-TO: e@f\n\nbody\n"),
            "Subject: x\nReply-To: demo@lists.example.org\n\nbody\n");
  EXPECT_EQ(changed_text("T05", "Subject: x\n\n"),
            "Subject: x\nReply-To: demo@lists.example.org\n\n");
}

TEST(ReplyTo, StaysWhereItStandsWhenToldSo) {
  EXPECT_EQ(changed_text("T05", "Reply-To:\nSubject: x\n\n",
                         {{"position", "in_place"}, {"address", "office@gt.example\r\nX: y"}}),
            "Reply-To: office@gt.example??X: y\nSubject: x\n\n");
}

TEST(ReplyTo, PutsTheListBehindOthersWhenMerging) {
  const ValueMap merge{{"existing", "merge"}};

  EXPECT_EQ(changed_text("T05", "Reply-To: A <a@b> (c, d),\n c@d,\nSubject: x\n\n", merge),
            "Subject: x\nReply-To: A <a@b> (c, d),\n c@d, demo@lists.example.org\n\n");
  EXPECT_EQ(changed_text("T05", "Reply-To: (open <a@b>\n\n", merge),
            "Reply-To: \"(open\" <a@b>, demo@lists.example.org\n\n");
  EXPECT_EQ(changed_text("T05", "Subject: x\n\n", merge),
            "Subject: x\nReply-To: demo@lists.example.org\n\n");
  expect_untouched("T05", "Reply-To: x@y, Demo <DEMO@lists.example.org>\nSubject: x\n\n", merge);
}

TEST(ReplyTo, LeavesTheAuthorsAloneWhenKeeping) {
  expect_untouched("T05", "Reply-To: a@b\n\n", {{"existing", "keep"}});
  EXPECT_EQ(changed_text("T05", "\n", {{"existing", "keep"}}),
            "Reply-To: demo@lists.example.org\n\n");
}

TEST(ReplyTo, ChangesNothingTheSecondTime) {
  const Applied first = apply("T05", transit_of("Reply-To: a@b\nSubject: x\n\nbody\n"));

  expect_untouched("T05", first.out.at(0));
}

TEST(CcDedupe, TakesOutSubscribersAndFoldsTheRest) {
  EXPECT_EQ(changed_text("T06",
                         "To: Bob <BOB@dest.example>,\n\t\"Last, Carol\" <carol@x.example>\n"
                         "Cc: dave@x.example (Dave, D.), bob@dest.example,\n erin@x.example\n\n",
                         subscribers({"bob@dest.example", "dave@x.example"})),
            "To:\t\"Last, Carol\" <carol@x.example>\nCc: erin@x.example\n\n");
}

TEST(CcDedupe, RemovesAFieldThatBecomesEmpty) {
  const ValueMap given = subscribers({"a@b", "c@d"});

  EXPECT_EQ(changed_text("T06", "To: x@y\nCc: a@b,\n , c@d\nCc: a@b\nSubject: x\n\n", given),
            "To: x@y\nSubject: x\n\n");
  EXPECT_EQ(changed_text("T06", "To: Team: a@b, c@d;\nSubject: x\n\n", given), "Subject: x\n\n");
  EXPECT_EQ(changed_text("T06", "To: a@b\n\n", given), "\n");
}

TEST(CcDedupe, ThinsOutGroups) {
  const ValueMap given = subscribers({"a@b", "c@d"});

  EXPECT_EQ(changed_text("T06", "Cc: Team: a@b, e@f, c@d;, c@d, g@h\n\n", given),
            "Cc: Team: e@f;, g@h\n\n");
  EXPECT_EQ(changed_text("T06", "Cc: Team: a@b;, g@h\n\n", given), "Cc: Team:;, g@h\n\n");
  EXPECT_EQ(changed_text("T06", "Cc: a@b, Team: e@f;\n\n", given), "Cc: Team: e@f;\n\n");
}

TEST(CcDedupe, ReadsRoutesQuotesAndComments) {
  EXPECT_EQ(changed_text("T06", "To: <@r,@s:a@b>, \"a@b, x\" <c@d> (a@b,), e@f\n\n",
                         subscribers({"a@b", "E@F"})),
            "To: \"a@b, x\" <c@d> (a@b,)\n\n");
}

TEST(CcDedupe, LeavesWhatItCannotReadAndWhatNobodySubscribed) {
  const ValueMap given = subscribers({"a@b"});

  expect_untouched("T06", "To: undisclosed-recipients:;\nCc: <a@b, c@d\nBcc: a@b\n\n", given);
  expect_untouched("T06", "To: a@b c@d,\n  \"a@b\",\n x a@b,\n\t,\n\n", given);
  expect_untouched("T06", "To: c@d\nCc:\n\n", given);
  expect_untouched("T06", "To: a@b\n\n", {{"percent", std::int64_t{0}}});
  EXPECT_EQ(changed_text("T06", "To: \"open, a@b, c@d\n\n", given), "To: \"open, c@d\n\n");
}

TEST(CcDedupe, NeverTakesTheListForASubscriber) {
  expect_untouched("T06", "To: Demo <demo@Lists.example.org>\n\n",
                   {{"percent", std::int64_t{100}}});
}

TEST(CcDedupe, TouchesTheFieldsItIsGiven) {
  EXPECT_EQ(changed_text("T06", "To: a@b, c@d\nCC: a@b, c@d\n\n",
                         {{"subscribers", std::vector<std::string>{"a@b"}},
                          {"fields", std::vector<std::string>{"cc"}}}),
            "To: a@b, c@d\nCC: c@d\n\n");
}

std::set<std::string> remaining(const std::string& text, std::uint64_t seed) {
  const Applied result = apply("T06", transit_of(text), {}, seed);
  std::set<std::string> left;
  for (const Field& field : result.out.at(0).message.fields()) {
    for (const Mailbox& mailbox : parse_address_list(field.value()).mailboxes) {
      left.insert(mailbox.address());
    }
  }
  return left;
}

TEST(CcDedupe, DrawsEachAddressByItself) {
  std::string many = "To: ";
  for (int i = 0; i < 1000; ++i) many += "user" + std::to_string(i) + "@x.example,\n ";
  const std::string backwards = "To: user2@x.example, user1@x.example\nCc: user0@x.example\n\n";

  const std::set<std::string> left = remaining(many + "x@y.example\n\n", 7);
  const std::set<std::string> few = remaining(backwards, 7);

  EXPECT_GT(left.size(), 640U);
  EXPECT_LT(left.size(), 760U);
  EXPECT_NE(left, remaining(many + "x@y.example\n\n", 8));
  for (const std::string user : {"user0@x.example", "user1@x.example", "user2@x.example"}) {
    EXPECT_EQ(few.contains(user), left.contains(user)) << user;
  }
}

TEST(SigStrip, DeletesSignaturesAndNothingElse) {
  EXPECT_EQ(changed_text("T19",
                         "DomainKey-Signature: a=b;\n\tc=d\nReceived: x\ndkim-signature: y\n"
                         "Authentication-Results: mx; none\nDKIM-Signature:\n\nbody\n"),
            "Received: x\nAuthentication-Results: mx; none\n\nbody\n");
}

TEST(SigStrip, DeletesTheFieldsItIsGiven) {
  const ValueMap given{{"fields", std::vector<std::string>{"X-Postmark", "", "IIM-SIG"}}};

  EXPECT_EQ(changed_text("T19", "IIM-Sig: a\nX-Postmark: b\nDKIM-Signature: c\n\n", given),
            "DKIM-Signature: c\n\n");
}

TEST(SigStrip, LeavesUnsignedMail) {
  expect_untouched("T19", "From: a@b\nX-DKIM-Signature: x\n\nDKIM-Signature: y\n");
  expect_untouched("T19", transit_of_octets(""));
}

}  // namespace
}  // namespace mass
