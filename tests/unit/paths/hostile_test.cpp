#include <algorithm>

#include "core/message/mime.hpp"
#include "tests/unit/paths/support.hpp"

namespace mass {
namespace {

constexpr std::string_view kAttackedMail =
    "DKIM-Signature: v=1\nFrom: a@b\nSubject: Re: two  words\nComments: 1\nComments: 2\n\n"
    "first line\nnot able\n";

// How the message begins, where a row says what it puts there.
bool starts(const std::string& id, const std::string& text) {
  return changed_text(id, kAttackedMail).starts_with(text);
}

TEST(Attacks, AreHostileAndNamedAsInTheSheet) {
  for (const char* id :
       {"TOP", "ABOVE", "BELOW", "END", "SET", "DEL", "APP", "BODY", "SUB", "RCPT", "FROM", "AT",
        "H01", "H05",   "H14",   "H22", "B01", "B12", "M01", "M05",  "X01", "R01",  "R11"}) {
    const Transform* transform = find_transform(id);
    ASSERT_NE(transform, nullptr) << id;
    EXPECT_FALSE(transform->benign) << id;
  }
}

TEST(Operators, PutFieldsWhereTheyAreTold) {
  const ValueMap field{{"fields", Texts{"X: 1"}}};
  const std::string_view mail = "From: a@b\nDKIM-Signature: x\nTo: c@d\n\n";

  EXPECT_EQ(changed_text("TOP", mail, field), "X: 1\nFrom: a@b\nDKIM-Signature: x\nTo: c@d\n\n");
  EXPECT_EQ(changed_text("ABOVE", mail, field), "From: a@b\nX: 1\nDKIM-Signature: x\nTo: c@d\n\n");
  EXPECT_EQ(changed_text("BELOW", mail, field), "From: a@b\nDKIM-Signature: x\nX: 1\nTo: c@d\n\n");
  EXPECT_EQ(changed_text("END", mail, field), "From: a@b\nDKIM-Signature: x\nTo: c@d\nX: 1\n\n");
}

TEST(Operators, SetTheLastAndDeleteAllOfAName) {
  EXPECT_EQ(changed_text("SET", "Subject: 1\nsubject : 2\n\n"), "Subject: 1\nsubject : Urgent\n\n");
  EXPECT_EQ(changed_text("DEL", "A: 1\nB: 2\na: 3\n\n", {{"fields", Texts{"A"}}}), "B: 2\n\n");
  expect_untouched("SET", "From: a@b\n\nSubject: x\n");
  expect_untouched("DEL", "A: 1\n\n");
}

TEST(Operators, ChangeTheBody) {
  EXPECT_EQ(
      text_of(apply("APP", transit_of_octets("A: b\r\n\r\nx"), {{"text", "y"}}).out.at(0).message),
      "A: b\n\nxy");
  EXPECT_EQ(changed_text("BODY", "A: b\n\nx\n", {{"text", "."}}), "A: b\n\n.");
  EXPECT_EQ(changed_text("SUB", "\nab ab\n", {{"from", "ab"}, {"to", "c"}}), "\nc ab\n");
  expect_untouched("SUB", "A: zz\n\nx\n", {{"from", "zz"}});
}

TEST(Operators, ChangeTheEnvelopeAndTheTime) {
  const Transit mail = transit_of("From: a@b\n\n");

  EXPECT_EQ(apply("RCPT", mail, {{"to", Texts{"v@w"}}}).out.at(0).envelope.rcpt_to, Texts{"v@w"});
  EXPECT_EQ(apply("FROM", mail).out.at(0).envelope.mail_from, "x@evil.example");
  EXPECT_EQ(apply("AT", mail).out.at(0).envelope.time, from_unix(1091620800 + 30 * 86400));
}

TEST(Rows, ForgeTheHeader) {
  EXPECT_TRUE(starts("H01", "Reply-To: x@evil.example\nDKIM"));
  EXPECT_TRUE(starts("H03", "Subject: Urgent\nDKIM"));
  EXPECT_TRUE(starts("H04", "From: ceo@bank.example\nDKIM"));
  EXPECT_TRUE(
      changed_text("H05", kAttackedMail).contains("Comments: 2\nFrom: ceo@bank.example\n\n"));
  EXPECT_TRUE(changed_text("H14", kAttackedMail).contains("Comments: 2\nComments: 1\n\n"));
  EXPECT_TRUE(changed_text("H15", kAttackedMail).contains("Subject: Re:two  words\n"));
  EXPECT_TRUE(changed_text("H16", kAttackedMail).contains("Subject: Re:  \ttwo  words\n"));
  EXPECT_TRUE(starts("H20", "Authentication-Results: mx.victim.example; dkim=pass"));
  expect_untouched("H01", "Reply-To: r@s\n\n");
  expect_untouched("H14", "Comments: 1\n\n");
}

TEST(Rows, ChangeTheText) {
  EXPECT_TRUE(changed_text("B07", kAttackedMail).ends_with("\n\nfirstline\nnot able\n"));
  EXPECT_TRUE(changed_text("B08", kAttackedMail).ends_with("\n\nfirst linenot able\n"));
  EXPECT_TRUE(changed_text("B09", kAttackedMail).ends_with("\n\nfirst     line\nnot able\n"));
  EXPECT_TRUE(changed_text("B10", kAttackedMail).ends_with("\n\nfirst line \nnot able\n"));
  EXPECT_EQ(changed_text("B11", kAttackedMail).size(), kAttackedMail.size() + 1000);
  EXPECT_EQ(changed_text("B12", "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nx\n--b--\n"),
            "Content-Type: multipart/mixed; boundary=b\n\n--b \n\nx\n--b--\n");
  expect_untouched("B12", kAttackedMail);
}

TEST(Rows, ChangeTheFirstTextOfAMultipartOnly) {
  EXPECT_EQ(changed_text("B08",
                         "Content-Type: multipart/mixed; boundary=b\n\npre\namble\n--b\n\n"
                         "x\ny\n--b--\n"),
            "Content-Type: multipart/mixed; boundary=b\n\npre\namble\n--b\n\nxy\n--b--\n");
}

TEST(Rows, PutTheSignedPartElsewhere) {
  const std::string_view mail =
      "Content-Type: multipart/signed; boundary=b\n\n--b\n\nx\n--b\n\ny\n--b--\n";
  for (const char* id : {"M01", "M02", "M03", "M04"}) {
    const Message message = Message::parse(crlf(changed_text(id, mail)));
    const MimeTree tree = parse_mime(message);
    ASSERT_EQ(tree.parts[0].children.size(), 2U) << id;
    const auto second = static_cast<std::size_t>(tree.parts[0].children[1]);
    EXPECT_TRUE(tree.parts[second].content_type.is("multipart", "signed")) << id;
    EXPECT_EQ(tree.parts[second].children.size(), 2U) << id;
    EXPECT_EQ(tree.parts[second].disposition, std::string_view(id) == "M04" ? "attachment" : "");
  }
}

TEST(Rows, ReplayTheMessage) {
  const Transit mail = transit_of(kAttackedMail);

  const Transit plain = apply("R01", mail).out.at(0);
  const Transit late = apply("R03", mail).out.at(0);
  const Transit forged = apply("R04", mail).out.at(0);

  EXPECT_EQ(plain.message.to_string(), mail.message.to_string());
  EXPECT_EQ(plain.envelope.rcpt_to.size(), 3U);
  EXPECT_EQ(plain.envelope.helo, "bot.evil.example");
  EXPECT_EQ(late.envelope.time - plain.envelope.time, std::chrono::days(30));
  EXPECT_TRUE(text_of(forged.message)
                  .starts_with("From: ceo@bank.example\nSubject: Urgent\nDKIM-Signature"));
}

}  // namespace
}  // namespace mass
