#include "core/message/codec.hpp"
#include "core/message/mime.hpp"
#include "tests/unit/paths/support.hpp"

namespace mass {
namespace {

const ValueMap kToBase64{{"direction", "8bit->base64"}};
const ValueMap kFromQuoted{{"direction", "qp->8bit"}};
const ValueMap kFromBase64{{"direction", "base64->8bit"}};

TEST(TransferEncoding, EncodesEightBitText) {
  EXPECT_EQ(changed_text("T34",
                         "MIME-Version: 1.0\ncontent-transfer-encoding: 8BIT\nTo: a@b\n\n"
                         "caf\xC3\xA9 = \nx"),
            "MIME-Version: 1.0\ncontent-transfer-encoding: quoted-printable\nTo: a@b\n\n"
            "caf=C3=A9 =3D=20\nx");
  EXPECT_EQ(changed_text("T34", "MIME-Version: 1.0\nContent-Transfer-Encoding: 8bit\n\ncaf\xE9\n",
                         kToBase64),
            "MIME-Version: 1.0\nContent-Transfer-Encoding: base64\n\nY2Fm6Q0K\n");
}

TEST(TransferEncoding, AddsTheFieldWhenThereIsNone) {
  EXPECT_EQ(changed_text("T34", "Content-Type: text/plain; charset=utf-8\nTo: a@b\n\n\xC3\xA9\n"),
            "Content-Type: text/plain; charset=utf-8\nTo: a@b\n"
            "Content-Transfer-Encoding: quoted-printable\n\n=C3=A9\n");
}

TEST(TransferEncoding, BreaksLongLinesSoftly) {
  const std::string text = "MIME-Version: 1.0\n\n" + std::string(1200, '\xE9') + "\n";

  const Applied result = apply("T34", transit_of(text));

  const std::string_view body = result.out.at(0).message.body().view();
  for (std::size_t at = 0; at < body.size();) {
    const std::size_t end = body.find("\r\n", at);
    EXPECT_LE(end - at, 76U);
    at = end + 2;
  }
  EXPECT_EQ(quoted_printable_decode(body), std::string(1200, '\xE9') + "\r\n");
}

TEST(TransferEncoding, LeavesSevenBitMail) {
  expect_untouched("T34", "MIME-Version: 1.0\nContent-Transfer-Encoding: 8bit\n\nascii\n");
  expect_untouched("T34", "MIME-Version: 1.0\nContent-Transfer-Encoding: base64\n\nY2Fm6Q0K\n");
  expect_untouched("T34",
                   "Content-Type: multipart/mixed; boundary=b\n"
                   "Content-Transfer-Encoding: 8bit\n\n--b\n\nascii\n--b--\n");
  expect_untouched("T34", "MIME-Version: 1.0\nSubject: caf\xE9\n\nascii\n");
}

TEST(TransferEncoding, LeavesWhatIsNotText) {
  expect_untouched("T34", "Content-Type: image/png\nContent-Transfer-Encoding: binary\n\n\xE9\n");
  expect_untouched("T34",
                   "Content-Type: message/rfc822\nContent-Transfer-Encoding: 8bit\n\n"
                   "Content-Type: text/plain\n\n\xE9\n");
}

TEST(TransferEncoding, LabelsBareMailOnlyWhenAsked) {
  const std::string text = "From: a@b\n\ncaf\xE9\n";

  expect_untouched("T34", text);
  EXPECT_EQ(changed_text("T34", text, {{"unlabelled", "label"}}),
            "From: a@b\nMIME-Version: 1.0\nContent-Type: text/plain; charset=unknown-8bit\n"
            "Content-Transfer-Encoding: quoted-printable\n\ncaf=E9\n");
  expect_untouched("T34", "From: a@b\n\nascii\n", {{"unlabelled", "label"}});
}

constexpr std::string_view kTree =
    "Content-Type: multipart/mixed; boundary=out\n"
    "Content-Transfer-Encoding: 8bit\n"
    "\n"
    "--out\n"
    "Content-Type: multipart/alternative; boundary=in\n"
    "Content-Transfer-Encoding: 8bit\n"
    "\n"
    "--in\n"
    "Content-Transfer-Encoding: 8bit\n"
    "Content-Type: text/plain; charset=utf-8\n"
    "\n"
    "\xC3\xA9\n"
    "--in\n"
    "Content-Type: text/html; charset=utf-8\n"
    "\n"
    "<p>\xC3\xA9</p>\n"
    "--in--\n"
    "--out\n"
    "\n"
    "ascii  \n"
    "--out--\n";

TEST(TransferEncoding, ConvertsEveryTextLeafAndRelabelsTheMultiparts) {
  EXPECT_EQ(changed_text("T34", kTree),
            "Content-Type: multipart/mixed; boundary=out\n"
            "Content-Transfer-Encoding: 7bit\n"
            "\n"
            "--out\n"
            "Content-Type: multipart/alternative; boundary=in\n"
            "Content-Transfer-Encoding: 7bit\n"
            "\n"
            "--in\n"
            "Content-Transfer-Encoding: quoted-printable\n"
            "Content-Type: text/plain; charset=utf-8\n"
            "\n"
            "=C3=A9\n"
            "--in\n"
            "Content-Type: text/html; charset=utf-8\n"
            "Content-Transfer-Encoding: quoted-printable\n"
            "\n"
            "<p>=C3=A9</p>\n"
            "--in--\n"
            "--out\n"
            "\n"
            "ascii  \n"
            "--out--\n");
}

TEST(TransferEncoding, KeepsTheStructureWithBase64) {
  const Applied result = apply("T34", transit_of(kTree), kToBase64);

  const Message& message = result.out.at(0).message;
  const MimeTree tree = parse_mime(message);
  ASSERT_EQ(tree.parts.size(), 5U);
  const MimePart& html = tree.parts[3];
  EXPECT_EQ(message.body().view().substr(html.body_begin, html.body_end - html.body_begin),
            base64_encode("<p>\xC3\xA9</p>"));
}

TEST(TransferEncoding, LeavesAMultipartEightBitWhileAnythingInItIs) {
  const std::string text =
      changed_text("T34",
                   "Content-Type: multipart/mixed; boundary=b\nContent-Transfer-Encoding: 8bit\n\n"
                   "--b\n\n\xE9\n--b\nContent-Type: image/gif\n\n\xE9\n--b--\n");

  EXPECT_TRUE(
      text.starts_with("Content-Type: multipart/mixed; boundary=b\n"
                       "Content-Transfer-Encoding: 8bit\n"));
  EXPECT_NE(text.find("\n=E9\n"), std::string::npos);
}

TEST(TransferEncoding, StaysOutOfSignedPartsWhenAsked) {
  const std::string_view text =
      "Content-Type: multipart/signed; boundary=b\n\n--b\n"
      "Content-Type: multipart/mixed; boundary=c\n\n--c\n\n\xE9\n--c--\n"
      "--b\nContent-Type: application/x\n\nX\n--b--\n";

  EXPECT_NE(changed_text("T34", text).find("=E9"), std::string::npos);
  expect_untouched("T34", text, {{"inside_signed", false}});
}

TEST(TransferEncoding, SeparatesANewPartHeaderFromItsText) {
  const Applied result = apply("T34", transit_of("Content-Type: multipart/mixed; boundary=b\n\n"
                                                 "--b\nno header caf\xE9\n--b\n\n\xE9\n--b--\n"));

  const Message& message = result.out.at(0).message;
  const MimeTree tree = parse_mime(message);
  ASSERT_EQ(tree.parts.size(), 3U);
  for (const std::size_t i : {1U, 2U}) {
    const MimePart& part = tree.parts[i];
    const auto content =
        message.body().view().substr(part.body_begin, part.body_end - part.body_begin);
    EXPECT_EQ(part.encoding, TransferEncoding::quoted_printable);
    EXPECT_TRUE(quoted_printable_decode(content).ends_with("\xE9"));
  }
}

TEST(TransferEncoding, LeavesAPartThatWouldGrowADelimiter) {
  const std::string line = std::string(75, 'x') + "--b\xE9";
  expect_untouched("T34",
                   "Content-Type: multipart/mixed; boundary=b\n\n--b\n\n" + line + "\n--b--\n");
  expect_untouched("T34",
                   "Content-Type: multipart/mixed; boundary=b\n\n--b\n"
                   "Content-Transfer-Encoding: quoted-printable\n\n=2D-b=E9\n--b--\n",
                   kFromQuoted);
}

TEST(TransferEncoding, DecodesToEightBit) {
  EXPECT_EQ(changed_text("T34",
                         "MIME-Version: 1.0\nContent-Transfer-Encoding: quoted-printable\n\n"
                         "caf=C3=A9 =\nx=20\n",
                         kFromQuoted),
            "MIME-Version: 1.0\nContent-Transfer-Encoding: 8bit\n\ncaf\xC3\xA9 x \n");
  EXPECT_EQ(
      changed_text("T34", "MIME-Version: 1.0\nContent-Transfer-Encoding: base64\n\nY2Fm6Q0K\n",
                   kFromBase64),
      "MIME-Version: 1.0\nContent-Transfer-Encoding: 8bit\n\ncaf\xE9\n");
  EXPECT_EQ(changed_text("T34",
                         "MIME-Version: 1.0\nContent-Transfer-Encoding: quoted-printable\n\n"
                         "a=3Db\n",
                         kFromQuoted),
            "MIME-Version: 1.0\nContent-Transfer-Encoding: 7bit\n\na=b\n");
}

TEST(TransferEncoding, LabelsMultipartsThatBecomeEightBit) {
  EXPECT_EQ(changed_text("T34",
                         "Content-Type: multipart/mixed; boundary=b\n\n--b\n"
                         "Content-Transfer-Encoding: quoted-printable\n\n=E9\n--b--\n",
                         kFromQuoted),
            "Content-Type: multipart/mixed; boundary=b\nContent-Transfer-Encoding: 8bit\n\n--b\n"
            "Content-Transfer-Encoding: 8bit\n\n\xE9\n--b--\n");
}

TEST(TransferEncoding, LeavesEncodedTextThatSmtpCouldNotCarry) {
  const auto quoted = [](const std::string& body) {
    return "MIME-Version: 1.0\nContent-Transfer-Encoding: quoted-printable\n\n" + body;
  };
  expect_untouched("T34", quoted("a=00b\n"), kFromQuoted);
  expect_untouched("T34", quoted("a=0Ab\n"), kFromQuoted);
  expect_untouched("T34", quoted("a=0Db\n"), kFromQuoted);
  std::string longest;
  for (int i = 0; i < 999; ++i) longest += "=E9=\n";
  expect_untouched("T34", quoted(longest + "\n"), kFromQuoted);
  expect_untouched("T34", "MIME-Version: 1.0\nContent-Transfer-Encoding: base64\n\nY2!\n",
                   kFromBase64);
}

TEST(TransferEncoding, TellsTheEnvelope) {
  Transit eight = transit_of("MIME-Version: 1.0\n\n\xE9\n");
  eight.envelope.eight_bit_mime = true;
  const Transit seven =
      transit_of("MIME-Version: 1.0\nContent-Transfer-Encoding: quoted-printable\n\n=E9\n");

  EXPECT_FALSE(apply("T34", eight).out.at(0).envelope.eight_bit_mime);
  EXPECT_TRUE(apply("T34", seven, kFromQuoted).out.at(0).envelope.eight_bit_mime);
}

}  // namespace
}  // namespace mass
