#include "schemes/entity-smime/encode.hpp"

#include <gtest/gtest.h>

#include "core/message/codec.hpp"
#include "core/message/mime.hpp"

namespace mass::entity_smime {
namespace {

std::string seven_bit(std::string entity, bool hardens = false) {
  Settings settings;
  settings.is_seven_bit = true;
  settings.hardens = hardens;
  return encode_for_transport(std::move(entity), settings);
}

TEST(Encoding, LeavesSafeEntitiesAlone) {
  for (const char* entity :
       {"Content-Type: text/plain\r\n\r\nplain  \r\n.\r\nFrom me\r\n", "\r\n", "\r\nno end",
        "Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\na\r\n--x--\r\n"}) {
    EXPECT_EQ(seven_bit(entity), entity);
  }
  Settings none;
  EXPECT_EQ(encode_for_transport("\r\n\xff", none), "\r\n\xff");
}

TEST(Encoding, QuotesTextAndEncodesTheRest) {
  EXPECT_EQ(
      seven_bit(
          "Content-Type: text/plain; charset=utf-8\r\n"
          "Content-Transfer-Encoding: 8bit\r\nContent-X: 1\r\n\r\nGr\xc3\xbc\xc3\x9f\x65\r\n"),
      "Content-Type: text/plain; charset=utf-8\r\n"
      "Content-Transfer-Encoding: quoted-printable\r\nContent-X: 1\r\n\r\n"
      "Gr=C3=BC=C3=9Fe\r\n");
  EXPECT_EQ(seven_bit("Content-Type: image/png\r\n\r\n\x89PNG"),
            "Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw==\r\n");
  EXPECT_EQ(seven_bit("Content-Type: text/plain\r\n\r\na\rb\nc\r\n"),
            "Content-Type: text/plain\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
            "a=0Db=0Ac\r\n");
}

TEST(Encoding, EntersPartsAndMessages) {
  const std::string entity =
      "Content-Type: multipart/mixed; boundary=x\r\n\r\npreamble\r\n--x\r\n"
      "Content-Type: message/rfc822\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
      "From: a@example.com\r\nContent-Type: text/plain\r\n\r\n\xe9\r\n--x\r\n"
      "\r\nplain\r\n--x--\r\nepilogue\r\n";

  EXPECT_EQ(seven_bit(entity),
            "Content-Type: multipart/mixed; boundary=x\r\n\r\npreamble\r\n--x\r\n"
            "Content-Type: message/rfc822\r\nContent-Transfer-Encoding: 7bit\r\n\r\n"
            "From: a@example.com\r\nContent-Type: text/plain\r\n"
            "Content-Transfer-Encoding: quoted-printable\r\n\r\n=E9\r\n--x\r\n"
            "\r\nplain\r\n--x--\r\nepilogue\r\n");
}

TEST(Encoding, HardensWhatSoftwareChanges) {
  EXPECT_EQ(seven_bit("\r\nFrom me \r\n.\r\n..\r\nx\t\r\n", true),
            "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
            "=46rom me=20\r\n=2E\r\n..\r\nx=09\r\n");
  EXPECT_EQ(seven_bit("Content-Type: image/x\r\n\r\n.\r\n", true),
            "Content-Type: image/x\r\n\r\n.\r\n")
      << "text only";
}

TEST(Encoding, KeepsTheContentOfAnyText) {
  const std::string text =
      "From a\r\n.\r\n" + std::string(3000, '.') + "\r\n=20 \xff\r\n\r\n \r\nend";

  const std::string entity = seven_bit("\r\n" + text, true);

  const Message message = Message::parse(entity);
  EXPECT_EQ(quoted_printable_decode(message.body().view()), text);
  EXPECT_EQ(seven_bit(entity, true), entity) << "once is enough";
}

}  // namespace
}  // namespace mass::entity_smime
