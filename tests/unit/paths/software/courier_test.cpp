#include <gtest/gtest.h>

#include "../support.hpp"

namespace mass {
namespace {

constexpr std::string_view kHead = "From: a@b.example\nTo: c@d.example\n";
constexpr std::string_view kPreamble =
    "This is a MIME-formatted message.  If you see this text it means that your\n"
    "E-mail software does not support MIME-formatted messages.\n";

std::string header_after(std::string_view field) {
  const std::string text =
      text_of(apply("courier_header", transit_of(std::string(field) + "To: x@y.example\n\n"),
                    {{"domain", "gt.example"}})
                  .out.front()
                  .message);
  return text.substr(0, text.find("To: x@y.example"));
}

// What became of it, boundaries as B.
std::string mime_after(std::string_view text, const ValueMap& settings = {}) {
  std::string out = text_of(apply("courier_mime", transit_of(text), settings).out.front().message);
  for (std::size_t at = out.find("=_localhost-"); at != std::string::npos;
       at = out.find("=_localhost-", at)) {
    out.replace(at, out.find_first_of("\"\n", at) - at, "B");
  }
  return out;
}

TEST(CourierHeader, WritesAddressesAnew) {
  EXPECT_EQ(header_after("From: Dr. A  B <a@b.example>\n"), "From: \"Dr. A  B\" <a@b.example>\n");
  EXPECT_EQ(header_after("From: A\n  B <a@b.example>,c@d.example\n"),
            "From: A B <a@b.example>, c@d.example\n");
  EXPECT_EQ(header_after("Cc: <a@b.example>, d, (note) e @ f . example\n"),
            "Cc: a@b.example, d@gt.example, e@f.example (note)\n");
  EXPECT_EQ(header_after("Sender: d\n"), "Sender: d\n");
  EXPECT_EQ(header_after("Cc: friends:;\n"), "Cc: friends: ;\n");
  EXPECT_EQ(header_after("Cc: not an\n"), "Cc: not@gt.example, an@gt.example\n");
  EXPECT_EQ(header_after("Reply-To: =?utf-8?Q?A=C3=A4?= <a@b.example>\n"),
            "Reply-To: =?utf-8?Q?A=C3=A4?= <a@b.example>\n");
  EXPECT_EQ(header_after("Resent-To:   d\n"), "Resent-To:   d\n");
}

TEST(CourierHeader, FoldsInFrontOfWhatReachesColumnSeventy) {
  const std::string first(42, 'x');
  EXPECT_EQ(header_after("Cc: " + first + "@b.example, a@b.example\n"),
            "Cc: " + first + "@b.example, a@b.example\n")
      << "69 octets";
  EXPECT_EQ(header_after("Cc: " + first + "x@b.example, a@b.example\n"),
            "Cc: " + first + "x@b.example,\n  a@b.example\n");
}

TEST(CourierHeader, SetsReturnPathAsideAndAddsTo) {
  EXPECT_EQ(changed_text("courier_header", "Return-path: <a@b.example>\nSubject: s\n\nx\n"),
            "Old-Return-path: <a@b.example>\nSubject: s\nTo: undisclosed-recipients: ;\n\nx\n");
  expect_untouched("courier_header", "Cc: c@d.example\n\nTo: in the body\n");
}

TEST(CourierHeader, ReadsOnBehindALineThatIsNoField) {
  EXPECT_EQ(changed_text("courier_header", "junk\nTo: <a@b.example>\n\nx"),
            "junk\nTo: a@b.example\n\nx");
}

TEST(CourierHeader, EndsOnHostileInput) {
  std::string words = "To:";
  for (int i = 0; i < 100'000; ++i) words += " a";
  const Applied many = apply("courier_header", transit_of(words + "\n\n"));
  EXPECT_TRUE(many.changed);
  for (const char* text :
       {"To: \"", "To: (((((", "To: <<<<", "To: [", "To: \\", "To:;;,,::", "To"}) {
    EXPECT_EQ(apply("courier_header", transit_of_octets(text)).out.size(), 1U) << text;
  }
}

TEST(CourierMime, LeavesWhatIsFullyDeclared) {
  const std::string declared =
      std::string(kHead) +
      "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\npre\n--b\n"
      "Content-Type: text/plain; charset=us-ascii\nContent-Transfer-Encoding: 7bit\n\nx\n--b--\n";
  expect_untouched("courier_mime", declared);
  expect_untouched("courier_mime", std::string(kHead) + "Content-Type: text/plain\n\nno MIME\n");
  expect_untouched("courier_mime", "");
}

TEST(CourierMime, DeclaresWhatLacksAndWritesTheRestAnew) {
  EXPECT_EQ(mime_after("Subject:  s \nMIME-Version: 1.0\nX-A:b\n"
                       "Content-Type: TEXT/Plain; Name=a.b; format=Flowed\n\nx\n"),
            "Subject: s\nMime-Version: 1.0\n"
            "Content-Type: text/plain; name=\"a.b\"; format=Flowed; charset=utf-8\n"
            "Content-Transfer-Encoding: 7bit\nX-A: b\n\nx\n");
  EXPECT_EQ(mime_after("MIME-Version: 1.0\nContent-Type: text/plain; charset=us-ascii\n"
                       "Content-Transfer-Encoding: 8bit\n\nx\n"),
            "Mime-Version: 1.0\nContent-Type: text/plain; charset=us-ascii\n"
            "Content-Transfer-Encoding: 7bit\n"
            "X-Mime-Autoconverted: from 8bit to 7bit by courier 1.0\n\nx\n");
}

TEST(CourierMime, GivesMultipartsItsOwnFrame) {
  EXPECT_EQ(
      mime_after("MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\npre\n"
                 "--b\nX: 1\nContent-Type: text/plain; charset=us-ascii\n\nx\n--b--\nepilogue"),
      "Mime-Version: 1.0\nContent-Type: multipart/mixed; boundary=\"B\"\n\n" +
          std::string(kPreamble) +
          "\n--B\nContent-Type: text/plain; charset=us-ascii\n"
          "Content-Transfer-Encoding: 7bit\nX: 1\n\nx\n--B\n");
}

TEST(CourierMime, KeepsWhatWasSigned) {
  const std::string text = mime_after(
      "MIME-Version: 1.0\nContent-Type: multipart/signed; boundary=b\n\n--b\n"
      "Content-type:  text/plain\n\nsigned \n--b\n"
      "Content-Type: application/pgp-signature\n\nsig\n--b--\n");
  EXPECT_TRUE(text.contains("--B\nContent-type:  text/plain\n\nsigned \n--B\n")) << text;
  EXPECT_TRUE(text.contains("pgp-signature\nContent-Transfer-Encoding: 7bit\n\nsig\n")) << text;
}

TEST(CourierMime, AddsALineEndBehindAMessageInside) {
  const std::string text = mime_after(
      "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\n"
      "Content-Type: message/rfc822\n\nSubject: i\nMIME-Version: 1.0\n\nin\n--b--\n");
  EXPECT_TRUE(
      text.contains("message/rfc822\n\nSubject: i\nMime-Version: 1.0\n"
                    "Content-Type: text/plain; charset=utf-8\n"
                    "Content-Transfer-Encoding: 7bit\n\nin\n\n--B\n"))
      << text;
}

TEST(CourierMime, EncodesForSevenBits) {
  const ValueMap settings{{"to_7bit", true}, {"program", "courier 1.0.16"}};
  EXPECT_EQ(mime_after("Subject: s\n\n\xC3\xA4 \tb=\n" + std::string(74, 'x') + "\n", settings),
            "Subject: s\nMime-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n"
            "Content-Transfer-Encoding: quoted-printable\n"
            "X-Mime-Autoconverted: from 8bit to quoted-printable by courier 1.0.16\n\n"
            "=C3=A4 =09b=3D\n" +
                std::string(73, 'x') + "=\nx\n");
  EXPECT_FALSE(apply("courier_mime", transit_of("Subject: s\n\nx\n"), settings).changed);
  const Applied stopped = apply("courier_mime", transit_of("Subject: \xC3\xA4\n\nx\n"), settings);
  EXPECT_EQ(stopped.out.front().delivery, Delivery::discarded);
}

TEST(CourierMime, DeclaresEightBitsByTheContent) {
  const auto declared = [](std::string_view text) {
    return apply("courier_mime", transit_of(text)).out.front().envelope.eight_bit_mime;
  };
  EXPECT_TRUE(declared("Subject: s\n\n\x7F\n"));
  EXPECT_TRUE(
      declared("MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n"
               "Content-Transfer-Encoding: quoted-printable\n\n=C3=A4\n"));
  EXPECT_FALSE(declared("Subject: \xC3\xA4\n\n=C3=A4\n"));
}

TEST(CourierMime, EndsOnHostileInput) {
  std::string nested = "MIME-Version: 1.0\n";
  for (int i = 0; i < 200; ++i) nested += "Content-Type: multipart/mixed; boundary=b\n\n--b\n";
  EXPECT_EQ(apply("courier_mime", transit_of(nested)).out.size(), 1U);
  std::string parts = "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n";
  for (int i = 0; i < 20'000; ++i) parts += "--b\n";
  EXPECT_EQ(apply("courier_mime", transit_of(parts)).out.size(), 1U);
  for (const char* text : {"MIME-Version", "MIME-Version: 1", " \n", "\n", "a",
                           "MIME-Version: 1.0\nContent-Type: (((\"\\\n\n"}) {
    EXPECT_EQ(apply("courier_mime", transit_of(text)).out.size(), 1U) << text;
  }
}

}  // namespace
}  // namespace mass
