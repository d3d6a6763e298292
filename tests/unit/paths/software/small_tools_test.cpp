#include "../support.hpp"
#include "harness/paths/software/sieve/sieve.hpp"

namespace mass {
namespace {

std::string after(std::string_view step, std::string_view text, const ValueMap& settings = {}) {
  return text_of(apply(step, transit_of(text), settings).out.front().message);
}

TEST(EximRewrite, ChangesAddressesInPlace) {
  const ValueMap settings{{"rules", Texts{"*@old.example $1@new.example ft"}}};
  EXPECT_EQ(after("exim_rewrite",
                  "From: \"A, B\" <a@old.example> (hi)\nTo: x@y.example,\n b@OLD.example\n"
                  "Cc: c@old.example\n\n",
                  settings),
            "From: \"A, B\" <a@new.example> (hi)\nTo: x@y.example,\n b@new.example\n"
            "Cc: c@old.example\n\n");
}

TEST(EximRewrite, ReplacesWholeMailboxesAndChainsRules) {
  const ValueMap settings{
      {"rules", Texts{"a@x.example b@x.example h", "b@x.example \"Bee <bee@y.example>\" hwq",
                      "*@y.example never@z.example h"}}};
  EXPECT_EQ(after("exim_rewrite", "From: (old) A <a@x.example> (name)\n\n", settings),
            "From: Bee <bee@y.example>\n\n");
}

TEST(EximRewrite, RefusesWhatIsNoRule) {
  const Transform* transform = find_transform("exim_rewrite");
  const auto complaint = [&](const char* rule) {
    return transform->complaint(
        Parameters::check(transform->parameters, {{"rules", Texts{rule}}}).value());
  };
  EXPECT_EQ(complaint("a@b c@d f"), "");
  EXPECT_NE(complaint("a@b"), "");
  EXPECT_NE(complaint("a@b c@d Z"), "");
}

TEST(EximUtf8Downgrade, SpellsAddressesInAscii) {
  Transit transit = transit_of("A: b\n\n");
  transit.envelope.mail_from = "b\xC3\xBC\x63her@m\xC3\xBCnchen.example";
  transit.envelope.smtp_utf8 = true;
  const Transit result = apply("exim_utf8_downgrade", transit).out.front();
  // RFC 3492 section 7.1 has no such short ones; these two are the well-known names.
  EXPECT_EQ(result.envelope.mail_from, "xn--bcher-kva@xn--mnchen-3ya.example");
  EXPECT_FALSE(result.envelope.smtp_utf8);
  transit.envelope.mail_from = "\xFF@a.example";  // not UTF-8: nothing to spell
  EXPECT_EQ(apply("exim_utf8_downgrade", transit).out.front().envelope.mail_from, "\xFF@a.example");
}

TEST(SieveEditheader, ReplacesEverySubject) {
  EXPECT_EQ(after("sieve_editheader", "Subject: one\n two\nX: y\nSubject: three\n\n",
                  {{"subject", "[t] ${1}"}, {"add", Texts{"X-New: v"}}, {"delete", Texts{"X"}}}),
            "X-New: v\nSubject: [t] one two\n\n");
  EXPECT_FALSE(
      apply("sieve_editheader", transit_of("X: y\n\n"), {{"subject", "[t] ${1}"}}).changed);
}

TEST(SieveEditheader, EncodesFromTheFirstWideWordToTheLast) {
  EXPECT_EQ(transforms::dovecot_encoded("plain words"), "plain words");
  EXPECT_EQ(transforms::dovecot_encoded("a b\xC3\xA9t c d\xC3\xA9 e"),
            "a =?utf-8?q?b=C3=A9t_c_d=C3=A9?= e");
  EXPECT_EQ(transforms::dovecot_encoded("\xE2\x80\x93"), "=?utf-8?b?4oCT?=");
  EXPECT_EQ(after("sieve_editheader", "Subject: \xFC\xDF x\n\n", {{"subject", "${1}"}}),
            "Subject: =?utf-8?b?77+9?= x\n\n");
}

TEST(SieveEditheader, FoldsAtTheLastBlankBeforeColumnEighty) {
  const std::string word(38, 'w');
  EXPECT_EQ(transforms::pigeonhole_folded("Subject", word + " " + word + " x"),
            " " + word + "\r\n\t" + word + " x");
  EXPECT_EQ(transforms::pigeonhole_folded("Subject", "short"), " short");
  EXPECT_EQ(transforms::pigeonhole_folded("Subject", ""), " ");
}

TEST(FetchmailMimedecode, DecodesQuotedPrintableAndItsLabel) {
  EXPECT_EQ(after("fetchmail_mimedecode",
                  "MIME-Version: 1.0\nSubject: =?utf-8?Q?=C3=A4?= b\n"
                  "Content-Transfer-Encoding: quoted-printable\n\nso=\nft =C3=A4 =ZZ \n"),
            "MIME-Version: 1.0\nSubject: \xC3\xA4 b\n"
            "Content-Transfer-Encoding: 8bit            \n\nsoft \xC3\xA4 =ZZ \n");
}

TEST(FetchmailMimedecode, LeavesSignedMailAndMailWithoutMime) {
  const std::string_view part =
      "--b\nContent-Transfer-Encoding: quoted-printable\n\n=C3=A4\n--b--\n";
  for (const std::string_view header :
       {"Content-Type: multipart/mixed; boundary=b\n\n",
        "MIME-Version: 1.0\nContent-Type: multipart/signed; boundary=b\n\n"}) {
    EXPECT_FALSE(
        apply("fetchmail_mimedecode", transit_of(std::string(header) + std::string(part))).changed);
  }
  EXPECT_TRUE(apply("fetchmail_mimedecode",
                    transit_of("MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n" +
                               std::string(part)))
                  .changed);
}

constexpr std::string_view kTwoViews =
    "Content-Type: multipart/alternative; boundary=b\n\n--b\n\nplain\n\n--b\n"
    "Content-Type: text/html\n\n<body>hi</BODY>\n--b--\n";

TEST(AltermimeDisclaimer, GoesIntoTheFirstTextOfEachKind) {
  EXPECT_EQ(after("altermime_disclaimer", kTwoViews, {{"text", "-- \r\n"}, {"html", "<hr>"}}),
            "Content-Type: multipart/alternative; boundary=b\n\n--b\n\nplain\n\n-- \n--b\n"
            "Content-Type: text/html\n\n<body>hi\n<br>\n<hr>\n<br>\n</BODY>\n--b--\n");
  EXPECT_EQ(after("altermime_disclaimer", "Content-Type: text/html\n\nhi</html>\n",
                  {{"text", "-- \r\n"}}),
            "Content-Type: text/html\n\nhi\n<br><pre>\n-- \n</pre><br>\n</html>\n");
  expect_untouched("altermime_disclaimer", "Content-Type: text/html\n\nhi\n", {{"text", "x\r\n"}});
}

TEST(AltermimeDisclaimer, IsForcedIntoEncodedTexts) {
  const ValueMap settings{
      {"text", "ABCDEF\r\nGH\r\n"}, {"html", "<i>\xC3\xA4</i>"}, {"force", true}};
  const std::string base64 = "Content-Transfer-Encoding: base64\n\n";
  EXPECT_EQ(after("altermime_disclaimer", base64 + "SGVsbG8K\n", settings),
            base64 + "SGVsbG8KCkFCQ0RFRgpH\n")
      << "Hello, ABCDEF and G: the last two octets are lost";
  EXPECT_EQ(after("altermime_disclaimer", base64 + "MTI=\n", settings),
            base64 + "MTIKQUJDREVGCkc=\n\n")
      << "a blank line behind padding";
  const std::string html =
      "Content-Type: text/html\nContent-Transfer-Encoding: quoted-printable\n\n";
  EXPECT_EQ(after("altermime_disclaimer", html + "hi</body>\n", settings),
            html + "hi\n<br>=\n<i>=C3=A4</i>=0A\n<br>=\n</body>\n");
  expect_untouched("altermime_disclaimer", html + "hi\n", settings);
}

TEST(AltermimeDisclaimer, LeavesSignedEncodedAndAttachedContent) {
  for (const std::string_view text :
       {"Content-Type: multipart/signed; boundary=b\n\n--b\n\nplain\n--b--\n",
        "Content-Transfer-Encoding: base64\n\nYQ==\n", "Content-Type: text/plain; name*0=x\n\nx\n",
        "Content-Type: text/html\nContent-Transfer-Encoding: quoted-printable\n\n<body>=\n",
        "Content-Type: application/pdf\n\nx\n"}) {
    EXPECT_FALSE(apply("altermime_disclaimer", transit_of(text), {{"text", "-- \r\n"}}).changed)
        << text;
  }
}

TEST(AltermimeHeaders, TakesTheFirstPlaceThatLooksLikeTheField) {
  const ValueMap settings{{"alter", "Subject"}, {"with", "[x] "}, {"add", "X-New: 1"}};
  EXPECT_EQ(after("altermime_headers", "A: b\nSUBJECT: s\nSubject: t\n\nx\n", settings),
            "A: b\nSUBJECT: [x]  s\nSubject: t\nX-New: 1\n\nx\n");
  EXPECT_EQ(
      after("altermime_headers", "S: h=to:subject:x\n subject : date\nSubject: s\n\n", settings),
      "S: h=to:subject:x\n subject : [x]  date\nSubject: s\nX-New: 1\n\n");
  EXPECT_FALSE(apply("altermime_headers", transit_of("A: b\n"), settings).changed);
}

}  // namespace
}  // namespace mass
