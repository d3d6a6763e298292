#include <gtest/gtest.h>

#include "harness/survey/bodies.hpp"
#include "survey_samples.hpp"

namespace mass::survey {
namespace {

using signature::Canon;

constexpr std::string_view kText = "Dear all,\r\n\r\nit works.\r\n\r\nJoe\r\n";
constexpr std::string_view kFooter =
    "_______________________________________________\r\nteam mailing list\r\n"
    "team@lists.example\r\n";

// What became of the first signature's body.
BodyFate fate_of(const Message& message) {
  const StoredSignatures found = stored_signatures(message);
  return find_bodies(message, found.signatures, test_crypto()).at(0);
}

BodyFate fate_of(std::string_view signed_body, std::string_view fields, std::string_view body) {
  return fate_of(arrived(Signer{}.sign(signed_body), fields, body));
}

std::string text(std::string_view body) {
  return std::string(body);
}

TEST(FindBodies, FindsOneThatNobodyTouched) {
  const BodyFate fate = fate_of(kText, "Subject: hello\r\n", text(kText) + "\r\n \r\n");

  EXPECT_EQ(fate.level(), Level::stored) << "empty lines at the end do not count";
  EXPECT_EQ(fate.unsigned_octets, 0U);
}

TEST(FindBodies, DoesNotLookAtTheHeader) {
  const BodyFate fate = fate_of(kText, "Subject: [team] hello\r\n", kText);

  EXPECT_EQ(fate.level(), Level::stored);
}

TEST(FindBodies, CutsAFooterOfUpTo23Lines) {
  const BodyFate three = fate_of(kText, "", text(kText) + text(kFooter));
  std::string lines;
  for (int i = 0; i < 23; ++i) lines += "line\r\n";
  const BodyFate most = fate_of(kText, "", text(kText) + lines);
  const BodyFate more = fate_of(kText, "", text(kText) + lines + "line\r\n");

  EXPECT_EQ(three.level(), Level::tail);
  EXPECT_EQ(most.level(), Level::tail);
  EXPECT_FALSE(more.level());
  EXPECT_FALSE(more.given_up);
}

TEST(FindBodies, DoesNotFindAChangeInTheMiddle) {
  const BodyFate fate = fate_of(kText, "", "Dear ALL,\r\n\r\nit works.\r\n\r\nJoe\r\n");

  EXPECT_FALSE(fate.level());
}

TEST(FindBodies, CutsAFooterInTheTextPart) {
  const std::string head = "--b\r\nContent-Type: text/plain\r\n\r\nhello\r\n";
  const std::string tail = "--b\r\nContent-Type: text/html\r\n\r\n<p>hello\r\n--b--\r\n";

  const BodyFate fate = fate_of(head + tail, "Content-Type: multipart/alternative; boundary=b\r\n",
                                head + "\r\n" + text(kFooter) + tail);

  EXPECT_EQ(fate.level(), Level::tail);
}

TEST(FindBodies, UnwrapsWhatAListPutIntoAMultipart) {
  const std::string own =
      "--b\r\n\r\nhello\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>\r\n--b--\r\n";
  const std::string wrapped =
      "--list\r\nContent-Type: multipart/alternative;\r\n boundary=b\r\n\r\n" + own +
      "\r\n--list\r\nContent-Type: text/plain\r\n\r\n" + text(kFooter) + "\r\n--list--\r\n";

  const BodyFate fate = fate_of(own, "Content-Type: multipart/mixed; boundary=list\r\n", wrapped);

  EXPECT_EQ(fate.level(), Level::part);
}

TEST(FindBodies, DropsAPartThatAListAddedInFrontOrBehind) {
  const std::string one = "--b\r\nContent-Type: text/plain\r\n\r\nhello\r\n";
  const std::string two = "--b\r\nContent-Type: image/png\r\n\r\npixels\r\n";
  const std::string footer = "--b\r\nContent-Type: text/plain\r\n\r\n" + text(kFooter);
  const std::string end = "--b--\r\n";
  const std::string fields = "Content-Type: multipart/mixed; boundary=b\r\n";

  EXPECT_EQ(fate_of(one + two + end, fields, one + two + footer + end).level(), Level::part);
  EXPECT_EQ(fate_of(one + two + end, fields, footer + one + two + end).level(), Level::part);
}

TEST(FindBodies, TakesAMessageOutOfAMessage) {
  const std::string wrapped = "From: joe@example.com\r\nSubject: hello\r\n\r\n" + text(kText);
  const std::string in_part = "--list\r\nContent-Type: message/rfc822\r\n\r\n" + wrapped +
                              "\r\n--list\r\n\r\n" + text(kFooter) + "\r\n--list--\r\n";

  EXPECT_EQ(fate_of(kText, "Content-Type: message/rfc822\r\n", wrapped).level(), Level::part);
  EXPECT_EQ(fate_of(kText, "Content-Type: multipart/mixed; boundary=list\r\n", in_part).level(),
            Level::part);
}

TEST(FindBodies, UndoesBase64WithAFooterInside) {
  const std::string encoded = base64_lines(text(kText) + "____\nteam list\n");

  const BodyFate fate = fate_of(kText, "Content-Transfer-Encoding: base64\r\n", encoded);

  EXPECT_EQ(fate.level(), Level::encoding);
  ASSERT_TRUE(fate.undone);
  EXPECT_TRUE(fate.undone->has(Undo::tail));
  EXPECT_FALSE(fate.undone->has(Undo::part));
}

TEST(FindBodies, UndoesAFooterPutIntoBase64OfTheAuthor) {
  const std::string original = "caf\xc3\xa9\r\nJoe";  // the text ends without a line end
  const std::string footed = base64_lines(original + "\n____\nteam list\n");

  const BodyFate fate =
      fate_of(base64_lines(original), "Content-Transfer-Encoding: base64\r\n", footed);

  EXPECT_EQ(fate.level(), Level::encoding);
}

TEST(FindBodies, UndoesQuotedPrintableOfAnEightBitText) {
  const std::string original = "caf\xc3\xa9 = good\r\n";

  const BodyFate fate = fate_of(original, "Content-Transfer-Encoding: quoted-printable\r\n",
                                quoted_printable_encode(original));

  EXPECT_EQ(fate.level(), Level::encoding);
}

TEST(FindBodies, EncodesAgainWhatAListDecodedWhereverLinesWereBroken) {
  const std::string original = "caf\xc3\xa9 " + std::string(200, 'x') + "\r\n";

  for (const std::size_t width : {76U, 75U, 74U}) {
    const BodyFate fate = fate_of(quoted_printable_encode(original, width),
                                  "Content-Transfer-Encoding: 8bit\r\n", original);

    EXPECT_EQ(fate.level(), Level::encoding) << width;
  }
}

TEST(FindBodies, UndoesWhatARelayDidToEightBitParts) {
  const auto body = [](std::string_view encoding, const std::string& plain,
                       const std::string& html) {
    const std::string field = "Content-Transfer-Encoding: " + text(encoding) + "\r\n";
    return "--b\r\n" + field + "Content-Type: text/plain; charset=utf-8\r\n\r\n" + plain +
           "--b\r\nContent-Type: text/html; charset=utf-8\r\n" + field + "\r\n" + html +
           "--b--\r\n";
  };
  const std::string plain = "caf\xc3\xa9\r\n";
  const std::string html = "<p>caf\xc3\xa9</p>\r\n";

  const BodyFate fate = fate_of(
      body("8bit", plain, html), "Content-Type: multipart/alternative; boundary=b\r\n",
      body("quoted-printable", quoted_printable_encode(plain), quoted_printable_encode(html)));

  EXPECT_EQ(fate.level(), Level::encoding);
}

TEST(FindBodies, UndoesWhatArchivesDo) {
  const BodyFate quoted =
      fate_of("From now on\r\n>From then\r\n", "", ">From now on\r\n>>From then\r\n");
  const BodyFate unquoted = fate_of(">From now on\r\n", "", "From now on\r\n");
  const BodyFate masked =
      fate_of("ask joe@example.com, at home\r\n", "", "ask joe at example.com, at home\r\n");

  for (const BodyFate& fate : {quoted, unquoted}) {
    EXPECT_EQ(fate.level(), Level::storage);
    ASSERT_TRUE(fate.undone);
    EXPECT_TRUE(fate.undone->has(Undo::from_quoting));
  }
  EXPECT_EQ(masked.level(), Level::storage);
  ASSERT_TRUE(masked.undone);
  EXPECT_TRUE(masked.undone->has(Undo::masking));
}

TEST(FindBodies, CombinesStorageWithAFooter) {
  const BodyFate fate = fate_of("From now on\r\n", "", ">From now on\r\n" + text(kFooter));

  EXPECT_EQ(fate.level(), Level::tail);
  ASSERT_TRUE(fate.undone);
  EXPECT_TRUE(fate.undone->has(Undo::from_quoting));
}

TEST(FindBodies, LetsTextFollowWhatLengthCounts) {
  const Signer signer{.canon = Canon::simple, .length = kText.size()};

  const BodyFate fate = fate_of(arrived(signer.sign(kText), "", text(kText) + text(kFooter)));
  const BodyFate cut = fate_of(arrived(signer.sign(kText), "", kText.substr(0, 12)));

  EXPECT_EQ(fate.level(), Level::stored);
  EXPECT_EQ(fate.unsigned_octets, kFooter.size());
  EXPECT_FALSE(cut.level()) << "RFC 6376 section 3.5: l= counts more than there is";
}

TEST(FindBodies, JudgesEachSignatureOnItsOwn) {
  const std::string footed = text(kText) + text(kFooter);
  const std::string signatures = Signer{.domain = "lists.example"}.sign(footed) +
                                 Signer{}.sign(kText) +
                                 Signer{.canon = Canon::simple}.sign("something else\r\n");
  const Message message = arrived(signatures, "", footed);

  const auto fates = find_bodies(message, stored_signatures(message).signatures, test_crypto());

  ASSERT_EQ(fates.size(), 3U);
  EXPECT_EQ(fates[0].level(), Level::stored);
  EXPECT_EQ(fates[1].level(), Level::tail);
  EXPECT_FALSE(fates[2].level());
}

TEST(FindBodies, GivesUpOnWhatIsTooLarge) {
  const std::string large(kMaxUndoneOctets + 1, 'x');

  const BodyFate intact = fate_of(large, "", large);
  const BodyFate footed = fate_of(large, "", large + "\r\n" + text(kFooter));

  EXPECT_EQ(intact.level(), Level::stored);
  EXPECT_FALSE(footed.level());
  EXPECT_TRUE(footed.given_up);
}

}  // namespace
}  // namespace mass::survey
