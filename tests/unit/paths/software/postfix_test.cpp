#include "harness/paths/condition.hpp"
#include "tests/unit/paths/support.hpp"

// What a real Postfix 3.7.11 made of the same input, unless a comment says otherwise.
namespace mass {
namespace {

// The field `To` after completion with `gt.example`.
std::string completed(std::string_view to, const ValueMap& more = {}) {
  ValueMap given{{"origin", "gt.example"}};
  for (const auto& [name, value] : more) given[name] = value;
  const Applied result =
      apply("postfix_rewrite", transit_of("To: " + std::string(to) + "\n\nb\n"), given);
  const std::string text = text_of(result.out.at(0).message);
  return text.substr(4, text.find("\n\n") - 4);
}

TEST(PostfixRewrite, CompletesAddressesAndAddsMissingCommas) {
  EXPECT_EQ(completed("a b"), "a@gt.example, b@gt.example");
  EXPECT_EQ(completed("foo <a> bar"), "foo <a@gt.example>, bar@gt.example");
  EXPECT_EQ(completed("<a> <b>"), "<a@gt.example> <b@gt.example>");
  EXPECT_EQ(completed("Grp: a, b@c.example;, z"), "Grp: a@gt.example, b@c.example;, z@gt.example");
  EXPECT_EQ(completed("alice (c1 (c2)) , (pre) bob"),
            "alice@gt.example (c1 (c2)), bob@gt.example (pre)");
}

TEST(PostfixRewrite, TurnsOldFormsOfAddresses) {
  EXPECT_EQ(completed("x!y"), "y@x");
  EXPECT_EQ(completed("u%v"), "u@v");
  EXPECT_EQ(completed("@r.example:u@h"), "u@h");
  EXPECT_EQ(completed("user@host."), "user@host");
  EXPECT_EQ(completed("u@h", {{"append_domain", "gt.example"}}), "u@h.gt.example");
  EXPECT_EQ(completed("@"), "\"\"");
}

TEST(PostfixRewrite, QuotesWhatNeedsIt) {
  EXPECT_EQ(completed("\"abc\""), "abc@gt.example");
  EXPECT_EQ(completed("a.b."), "\"a.b.\"@gt.example");
  EXPECT_EQ(completed("a@b@c"), "\"a@b\"@c");
  EXPECT_EQ(completed("root, \"a@b\""), "root@gt.example, \"a@b\"@gt.example");
  EXPECT_EQ(completed("\"unclosed <a@b>, c"), "\"unclosed <a@b>, c\"@gt.example");
}

TEST(PostfixRewrite, LeavesFieldsAloneInWhichNoAddressChanges) {
  const ValueMap given{{"origin", "gt.example"}};
  expect_untouched("postfix_rewrite",
                   "To:  b @ c . example  (x),d@e.example\nCc: undisclosed-recipients:;\n"
                   "X-To: incomplete\nFrom: Dr. A. B <a@b.example>\n\nbody\n",
                   given);
  expect_untouched("postfix_rewrite", "From: alice\n\nbody\n");
}

TEST(PostfixRewrite, LooksUpWhatCameOutAgain) {
  const ValueMap given{
      {"map", Texts{"@old.example=@new.example", "b@new.example=c", "c=d@x.example"}}};
  EXPECT_EQ(completed("b@old.example", given), "d@x.example");
  // A map that turns in a circle ends.
  EXPECT_NE(completed("a@b", {{"map", Texts{"a@b=c@d", "c@d=a@b"}}}), "");
}

TEST(PostfixRewrite, HidesHostsExceptThoseThatAreKept) {
  const ValueMap given{{"masquerade_domains", Texts{"!keep.corp.example", "corp.example"}}};
  EXPECT_EQ(completed("u@b.corp.example, v", given), "u@corp.example, v@gt.example");
  EXPECT_EQ(completed("u@z.keep.corp.example, v", given), "u@z.keep.corp.example, v@gt.example");
}

TEST(PostfixRewrite, EndsOnHostileInputInLinearTime) {
  for (const char* piece : {"(", "<", "a ", "\"", "a:", ";", "a,", "\\", "@", "[", "a@b.c (x) "}) {
    std::string to;
    for (int i = 0; i < 20'000; ++i) to += piece;
    EXPECT_NE(completed(to + "x"), "") << piece;
  }
}

TEST(PostfixDowngrade, JudgesEachLabelAsItPasses) {
  EXPECT_EQ(changed_text("postfix_downgrade",
                         "Content-Transfer-Encoding: 7bit\nContent-Transfer-Encoding: binary\n"
                         "X-Last: 1\n\n\xC3\xA9 \n=\n"),
            "Content-Transfer-Encoding: 7bit\nX-Last: 1\n"
            "Content-Transfer-Encoding: quoted-printable\n\n=C3=A9=20\n=3D\n");
  expect_untouched("postfix_downgrade", "Content-Transfer-Encoding: 7bit\n\n\xC3\xA9\n");
  expect_untouched("postfix_downgrade", "Subject: \xC3\xA9\n\n\xC3\xA9\n");
}

TEST(PostfixDowngrade, KnowsWhatADigestHolds) {
  EXPECT_EQ(changed_text("postfix_downgrade",
                         "Content-Type: multipart/digest; boundary=q\n\n--q\n\nSubject: d\n"
                         "Content-Transfer-Encoding: 8bit\n\n\xC3\xA9\n--q--\n"),
            "Content-Type: multipart/digest; boundary=q\n\n--q\n\nSubject: d\n"
            "Content-Transfer-Encoding: quoted-printable\n\n=C3=A9\n--q--\n");
}

TEST(PostfixHeaderChecks, KeepsAFieldWhoseReplacementIsNone) {
  const ValueMap given{{"rules", Texts{"/^X-A:/ REPLACE no colon", "/^X-B:/ PREPEND none",
                                       "/^X-C: *(.*)/ REPLACE X-D: <$1>$$"}}};
  EXPECT_EQ(changed_text("postfix_header_checks", "X-A: 1\nX-B: 2\nX-C: 3\n\nb\n", given),
            "X-A: 1\nX-B: 2\nX-D: <3>$\n\nb\n");
}

TEST(PostfixHeaderChecks, SkipsARuleThatAsksForAGroupItLacks) {
  const ValueMap given{
      {"rules", Texts{"/^X-A: (.*)/ REPLACE X-A: $1 $2", "/^X-B: (.*)/ REPLACE X-B: ${1}!"}}};
  EXPECT_EQ(changed_text("postfix_header_checks", "X-A: 1\nX-B: 2\n\nb\n", given),
            "X-A: 1\nX-B: 2!\n\nb\n");
}

TEST(PostfixHeaderChecks, LetsTheFirstVerdictStand) {
  const ValueMap given{{"rules", Texts{"/^X-R:/ REJECT", "/^X-D:/ DISCARD"}}};
  const auto outcome = [&](std::string_view text) {
    return apply("postfix_header_checks", transit_of(text), given).out.at(0).delivery;
  };
  EXPECT_EQ(outcome("X-R: 1\nX-D: 1\n\nb\n"), Delivery::rejected);
  EXPECT_EQ(outcome("X-D: 1\nX-R: 1\n\nb\n"), Delivery::discarded);
}

TEST(PostfixInput, MakesFieldsOfMailboxLines) {
  const ValueMap given{{"mbox_line", "rename"}};
  EXPECT_EQ(changed_text("parse_header", "From a Mon\n>From b\nTo: c@d\n\nFrom e\n", given),
            "X-Mailbox-Line: From a Mon\nX-Mailbox-Line: >From b\nTo: c@d\n\nFrom e\n");
}

TEST(PostfixInput, StripsNamesInPartsToo) {
  const ValueMap given{{"name_ws", "strip"}, {"parts", true}};
  EXPECT_EQ(changed_text("parse_header",
                         "A : 1\nContent-Type: multipart/mixed; boundary=q\n\n--q\nB\t: 2\n\n"
                         "C : 3\n--q--\n",
                         given),
            "A: 1\nContent-Type: multipart/mixed; boundary=q\n\n--q\nB: 2\n\nC : 3\n--q--\n");
}

TEST(PostfixInput, DropsCarriageReturnsInFrontOfALineEnd) {
  const Transit before = transit_of_octets("A: b\r\r\n\r\nx\ry\r\r\r\n\r\r\n");
  const Applied result = apply("line_ends", before, {{"drop_final_crs", true}});
  EXPECT_EQ(result.out.at(0).message.to_string(), "A: b\r\n\r\nx\ry\r\n\r\n");
}

TEST(PostfixInput, ReadsALongRunOfCarriageReturnsOnce) {
  const std::string run(1'000'000, '\r');
  expect_untouched("line_ends", transit_of_octets("A: b\r\n\r\n" + run + "x\r\n"),
                   {{"drop_final_crs", true}});
}

TEST(PostfixEnvelope, DeclaresEightBitsForALabel) {
  const ValueMap given{{"eight_bit_mime", "or_labelled"}};
  const auto declares = [&](std::string_view text) {
    return apply("set_mail_params", transit_of(text), given).out.at(0).envelope.eight_bit_mime;
  };
  EXPECT_TRUE(declares("Content-Transfer-Encoding: 8bit\n\nascii\n"));
  EXPECT_FALSE(declares("Content-Transfer-Encoding: 7bit\n\n\xC3\xA9\n"));
}

TEST(PostfixLoop, IsSeenByDeliveredTo) {
  EXPECT_TRUE(holds("delivered_before", transit_of("Delivered-To: BOB@dest.example\n\nb\n")));
  EXPECT_FALSE(holds("delivered_before", transit_of("Delivered-To: x@dest.example\n\nb\n")));
}

}  // namespace
}  // namespace mass
