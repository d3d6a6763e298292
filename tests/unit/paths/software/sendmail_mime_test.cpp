#include "tests/unit/paths/support.hpp"

namespace mass {
namespace {

const ValueMap kConvert{{"mode", "to_7bit"}};
constexpr std::string_view kText = "Content-Type: text/plain; charset=utf-8\n";
constexpr std::string_view kMixed =
    "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n";

std::string converted(std::string_view text) {
  std::string out = changed_text("sendmail_mime", text, kConvert);
  for (std::size_t at = 0; (at = out.find(" by lists.example.org id ", at)) != std::string::npos;) {
    out.erase(at, out.find('\n', at) - at);
  }
  return out;
}

TEST(SendmailMime, LeavesSevenBitMessagesAlone) {
  for (const ValueMap& given : {ValueMap{}, kConvert}) {
    expect_untouched("sendmail_mime", transit_of("Subject: x\n\ntext \n.\nlast"), given);
    expect_untouched("sendmail_mime", transit_of("Subject: x\n\n"), given);
    expect_untouched("sendmail_mime",
                     transit_of(std::string(kMixed) + "pre\n--b\n\ntext\n--b--\nafter\n"), given);
  }
  expect_untouched("sendmail_mime", transit_of("Subject: \xC3\xA4\n\n\xC3\xA4\n"));
}

TEST(SendmailMime, TidiesMultipartsEvenWithoutConverting) {
  EXPECT_EQ(changed_text("sendmail_mime",
                         std::string(kMixed) + "\xC3\xA4\n--b \nX-A : 1\n\n\xC3\xA4\n--b\n\nend\n"),
            std::string(kMixed) + "C$\n--b\nX-A: 1\n\n\xC3\xA4\n--b\n\nend\n--b--\n");
}

TEST(SendmailMime, ClosesQuotesAndCommentsOfMimeFields) {
  EXPECT_EQ(changed_text("sendmail_mime", "Content-Type: text/plain; charset=\"utf-8\n\n"),
            "Content-Type: text/plain; charset=\"utf-\"\n\n");
  expect_untouched("sendmail_mime", transit_of("Content-Type: a/b (c); d=\"e\"\nX: \"\n\n"));
}

TEST(SendmailMime, LabelsWhatHasNoLabel) {
  EXPECT_EQ(converted("Subject: x\n\nGr\xC3\xBC\xC3\x9F"
                      "e und viel mehr Text dahinter\n"),
            "Subject: x\nMIME-Version: 1.0\nContent-Type: text/plain; charset=unknown-8bit\n"
            "Content-Transfer-Encoding: quoted-printable\n"
            "X-MIME-Autoconverted: from 8bit to quoted-printable\n\n"
            "Gr=C3=BC=C3=9F"
            "e und viel mehr Text dahinter\n");
  EXPECT_EQ(changed_text("sendmail_mime", "Subject: x\n\n\xC3\xA4\n", {{"mode", "label"}}),
            "Subject: x\nMIME-Version: 1.0\nContent-Type: text/plain; charset=unknown-8bit\n"
            "Content-Transfer-Encoding: 8bit\n\n\xC3\xA4\n");
}

TEST(SendmailMime, ProtectsBlanksAndLoneDots) {
  EXPECT_EQ(converted(std::string(kText) +
                      "MIME-Version: 1.0\n\n\xC3\xA4 enough text here \n\t\n.\n.x\n"),
            std::string(kText) +
                "MIME-Version: 1.0\nContent-Transfer-Encoding: quoted-printable\n"
                "X-MIME-Autoconverted: from 8bit to quoted-printable\n\n"
                "=C3=A4 enough text here=20\n=09\n=2E\n.x\n");
}

TEST(SendmailMime, TakesBase64WhenMoreThanAnEighthIsEightBit) {
  const std::string header = "MIME-Version: 1.0\nContent-Type: text/plain\n";

  EXPECT_EQ(converted(header + "\n123456789012\xE4\xE4\n"),
            header +
                "Content-Transfer-Encoding: base64\n"
                "X-MIME-Autoconverted: from 8bit to base64\n\nMTIzNDU2Nzg5MDEy5OQNCg==\n")
      << "2 of 15 octets; a line end is one";
  EXPECT_EQ(converted(header + "\n1234567890123\xE4\xE4\n"),
            header +
                "Content-Transfer-Encoding: quoted-printable\n"
                "X-MIME-Autoconverted: from 8bit to quoted-printable\n\n"
                "1234567890123=E4=E4\n");
}

TEST(SendmailMime, KeepsWhatIsSignedOrEncoded) {
  const std::string parts = "--b\n\n\xC3\xA4\n--b--\n";
  expect_untouched(
      "sendmail_mime",
      transit_of("MIME-Version: 1.0\nContent-Type: multipart/signed; boundary=b\n\n" + parts),
      kConvert);
  expect_untouched("sendmail_mime",
                   transit_of("MIME-Version: 1.0\nContent-Type: text/plain\n"
                              "Content-Transfer-Encoding: base64\n\nAAAA\xC3\n"),
                   kConvert);
}

TEST(SendmailMime, GoesIntoNestedMessages) {
  EXPECT_EQ(converted(std::string(kMixed) +
                      "--b\nContent-Type: message/rfc822\nContent-Transfer-Encoding: 8bit\n\n"
                      "Subject: x\n\n\xC3\xA4 and more than eight\n--b--\n"),
            std::string(kMixed) +
                "--b\nContent-Type: message/rfc822\n\nSubject: x\nMIME-Version: 1.0\n"
                "Content-Transfer-Encoding: quoted-printable\n"
                "X-MIME-Autoconverted: from 8bit to quoted-printable\n\n"
                "=C3=A4 and more than eight\n--b--\n");
}

TEST(SendmailMime, BearsEndlessNesting) {
  std::string text = "MIME-Version: 1.0\n";
  for (int i = 0; i < 2000; ++i) text += "Content-Type: multipart/mixed; boundary=b\n\n--b\n";
  EXPECT_EQ(apply("sendmail_mime", transit_of(text + "\n\xC3\xA4\n"), kConvert).out.size(), 1U);
}

TEST(SendmailHeader, DropsWhatIsNotRelayed) {
  EXPECT_EQ(changed_text("sendmail_header",
                         "From a Mon\nDate: \nTo: b@x.example\nBcc: c@x.example\nReturn-Path: <a>\n"
                         "X-A: 1\n\nBcc: text\n"),
            "To: b@x.example\nX-A: 1\n\nBcc: text\n");
  EXPECT_EQ(changed_text("sendmail_header", "Bcc: c@x.example\nX-A: 1\n\n"), "Bcc:\nX-A: 1\n\n");
  expect_untouched("sendmail_header", transit_of("To: b@x.example\nSubject:\n\nFrom x\n"));
  expect_untouched("sendmail_header", transit_of("To: b@x.example"));
}

}  // namespace
}  // namespace mass
