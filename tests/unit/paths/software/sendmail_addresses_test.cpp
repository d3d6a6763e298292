#include "tests/unit/paths/support.hpp"

namespace mass {
namespace {

const ValueMap kHost{{"qualify_domain", "relay.example"}};

std::string rewritten(std::string_view header, const ValueMap& given = kHost) {
  const Applied result =
      apply("sendmail_addresses", transit_of(std::string(header) + "\n\n"), given);
  const std::string text = text_of(result.out.at(0).message);
  return text.substr(0, text.size() - 2);
}

TEST(SendmailAddresses, LeavesTidyFieldsAndOthersAlone) {
  expect_untouched("sendmail_addresses",
                   transit_of("From: A <a@x.example>\nTo: b@y.example, \"C, D\" <c@y.example>\n"
                              "Subject: a@b,c\nReturn-Receipt-To: a ,b\n\nTo: a ,b\n"),
                   kHost);
}

TEST(SendmailAddresses, FoldsAtCommasOnly) {
  EXPECT_EQ(rewritten("To: Anna <anna@department.example>,\n\tBert <bert@department.example>,\n"
                      " Cora <cora@department.example>"),
            "To: Anna <anna@department.example>, Bert <bert@department.example>,\n"
            "        Cora <cora@department.example>");
  EXPECT_EQ(rewritten("To:\n b@x.example"), "To:  b@x.example") << "a fold is one blank";
  EXPECT_EQ(rewritten("To:b@x.example,c@x.example"), "To:b@x.example, c@x.example");
  EXPECT_EQ(rewritten("From: Anna\n B <a@x.example>"), "From: Anna\n B <a@x.example>");
}

TEST(SendmailAddresses, QuotesPhrasesThatMustNotStandBare) {
  EXPECT_EQ(rewritten("From: Dr. A. B <a@x.example>"), "From: \"Dr. A. B\" <a@x.example>");
  EXPECT_EQ(rewritten("To: a@x.example <a@x.example>"), "To: \"a@x.example\" <a@x.example>");
  EXPECT_EQ(rewritten("To: A (x. y) <a@x.example>"), "To: A (x. y) <a@x.example>");
  EXPECT_EQ(rewritten("To: A <a@x.example> <b@x.example>"),
            "To: \"A <a@x.example>\" <b@x.example>");
}

TEST(SendmailAddresses, ReadsGroupsRoutesAndCommentsItsOwnWay) {
  EXPECT_EQ(rewritten("To: Team: a, b@x.example ;"), "To: Team: a@relay.example, b@x.example;");
  EXPECT_EQ(rewritten("To: nobody-here:;"), "To: nobody-here:;");
  EXPECT_EQ(rewritten("To: <@m.example,@n.example:b@x.example>"), "To: <b@x.example>");
  EXPECT_EQ(rewritten("Cc: (one) b (two) @ x.example (three)"),
            "Cc: (one) b@x.example (two) (three)");
  EXPECT_EQ(rewritten("To: a@x.example; b@x.example"), "To: a@x.example;b@x.example;");
}

TEST(SendmailAddresses, ClosesWhatWasOpened) {
  EXPECT_EQ(rewritten("To: B <b@x.example"), "To: B <b@x.example>");
  EXPECT_EQ(rewritten("To: B (c <b@x.example>"), "To: B@relay.example (c <b@x.example>)");
  EXPECT_EQ(rewritten("To: b@x.example)"), "To: b@x.example");
  EXPECT_EQ(rewritten("To: \"B <b@x.example>"), "To: \"B <b@x.example>\"@relay.example");
}

TEST(SendmailAddresses, TakesBlanksForCommasInPlainMessages) {
  EXPECT_EQ(rewritten("From: a@x.example\nTo: b @ x.example c"),
            "From: a@x.example\nTo: b@x.example, c@relay.example");
  EXPECT_EQ(rewritten("From: A <a@x.example>\nTo: b c d@x.example"),
            "From: A <a@x.example>\nTo: b.c.d@x.example");
}

TEST(SendmailAddresses, MasksSendersAndOnRequestRecipients) {
  ValueMap given = kHost;
  given.insert_or_assign("masquerade_domains",
                         std::vector<std::string>{"x.example", "relay.example"});
  given.insert_or_assign("masquerade_as", "corp.example");

  EXPECT_EQ(rewritten("From: A <a@X.example>, b\nTo: a@x.example, a@s.x.example", given),
            "From: A <a@corp.example>, b@corp.example\nTo: a@x.example, a@s.x.example");
  given.insert_or_assign("masquerade_recipients", true);
  given.insert_or_assign("masquerade_subdomains", true);
  EXPECT_EQ(rewritten("To: a@x.example, a@s.x.example, b", given),
            "To: a@corp.example, a@corp.example, b@corp.example");
}

TEST(SendmailAddresses, BearsWhatNeverEnds) {
  const std::string opened = "To: " + std::string(50'000, '(') + std::string(50'000, '<') +
                             std::string(50'000, '"') + std::string(50'000, '[');
  EXPECT_FALSE(rewritten(opened).empty());
  EXPECT_FALSE(rewritten("To: " + std::string(100'000, ',')).empty());
}

}  // namespace
}  // namespace mass
