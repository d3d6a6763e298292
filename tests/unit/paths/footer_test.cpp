#include <algorithm>

#include "core/message/codec.hpp"
#include "tests/unit/paths/support.hpp"

namespace mass {
namespace {

const ValueMap kTwoLines{{"text", "-- \nlist footer"}};
constexpr std::string_view kFooter = "-- \r\nlist footer\r\n";

std::string header(std::string_view type, std::string_view encoding) {
  return crlf("MIME-Version: 1.0\nContent-Type: " + std::string(type) +
              "\nContent-Transfer-Encoding: " + std::string(encoding) + "\n\n");
}

std::string body_with_footer(const std::string& octets) {
  const Applied result = apply("T30", transit_of_octets(octets), kTwoLines);
  EXPECT_TRUE(result.changed);
  return std::string(result.out.at(0).message.body().view());
}

TEST(Footer, StandsBelowPlainText) {
  EXPECT_EQ(body_with_footer("From: a@b\r\n\r\nhello\r\n"), "hello\r\n-- \r\nlist footer\r\n");
  EXPECT_EQ(body_with_footer(header("text/plain; charset=utf-8; format=flowed", "8bit") +
                             "caf\xC3\xA9 \r\n"),
            "caf\xC3\xA9 \r\n-- \r\nlist footer\r\n");
}

TEST(Footer, ForcesALineEndBeforeIt) {
  EXPECT_EQ(body_with_footer("From: a@b\r\n\r\nhello"), "hello\r\n-- \r\nlist footer\r\n");
  EXPECT_EQ(body_with_footer("From: a@b\r\n\r\n.\n"), ".\n\r\n-- \r\nlist footer\r\n");
}

TEST(Footer, IsTheWholeBodyWhenThereWasNone) {
  EXPECT_EQ(body_with_footer("From: a@b\r\n\r\n"), kFooter);
  EXPECT_EQ(changed_text("T30", "From: a@b\n", kTwoLines), "From: a@b\n\n-- \nlist footer\n");
  EXPECT_EQ(text_of(apply("T30", transit_of_octets("From: a@b"), kTwoLines).out.at(0).message),
            "From: a@b\n\n-- \nlist footer\n");
}

TEST(Footer, HasAsManyLinesAsAskedFor) {
  for (const std::int64_t lines : {1, 3, 5}) {
    const Applied result = apply("T30", transit_of("From: a@b\n\n"), {{"lines", lines}});

    const std::string_view body = result.out.at(0).message.body().view();
    EXPECT_EQ(std::ranges::count(body, '\n'), lines);
    EXPECT_NE(result.log.at(0).find(std::to_string(body.size()) + " octets"), std::string::npos);
  }
}

TEST(Footer, GoesInsideBase64) {
  const std::string body = body_with_footer(header("text/plain; charset=utf-8", "base64") +
                                            base64_lines("caf\xC3\xA9\r\n"));

  EXPECT_EQ(base64_decode(body), "caf\xC3\xA9\r\n-- \r\nlist footer\r\n");
}

TEST(Footer, EndsItsLinesAsTextInsideBase64Does) {
  const std::string body =
      body_with_footer(header("text/plain", "base64") + base64_lines("one\ntwo"));

  EXPECT_EQ(base64_decode(body), "one\ntwo\n-- \nlist footer\n");
}

TEST(Footer, GoesInsideQuotedPrintable) {
  const std::string body = body_with_footer(
      header("text/plain; charset=iso-8859-1", "quoted-printable") + "caf=E9 and no line end=");

  EXPECT_EQ(quoted_printable_decode(body), "caf\xE9 and no line end\r\n-- \r\nlist footer\r\n");
  EXPECT_EQ(body.find("-- \r\n"), std::string::npos) << "a blank at a line end is encoded";
}

TEST(Footer, LeavesWhatIsNotOnePlainText) {
  expect_untouched("T30", "Content-Type: text/html\n\n<p>x</p>\n");
  expect_untouched("T30", "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nx\n--b--\n");
  expect_untouched("T30", "Content-Type: application/pkcs7-mime\n\nx\n");
  expect_untouched("T30", "Content-Transfer-Encoding: x-uuencode\n\nbegin 644 x\n");
}

TEST(Footer, LeavesCharsetsItWouldSpoil) {
  expect_untouched("T30", transit_of_octets(header("text/plain; charset=UTF-16LE", "base64") +
                                            base64_lines(std::string("a\0\r\0\n\0", 6))));
  expect_untouched("T30", transit_of_octets(header("text/plain; charset=x-odd", "base64") +
                                            base64_lines("a\r\n")));
  expect_untouched("T30", transit_of_octets(header("text/plain; charset=utf-16", "8bit") + "x"));
}

TEST(Footer, LeavesBase64ThatIsNot) {
  expect_untouched("T30", transit_of_octets(header("text/plain", "base64") +
                                            "aGVsbG8=\r\n-- \r\na footer of another list\r\n"));
}

TEST(Footer, BeyondAsciiGoesOntoUtf8Only) {
  const ValueMap given{{"text",
                        "Gr\xC3\xBC\xC3\x9F"
                        "e"}};

  EXPECT_TRUE(
      apply("T30", transit_of_octets(header("text/plain; charset=utf-8", "8bit")), given).changed);
  expect_untouched("T30", transit_of_octets(header("text/plain; charset=iso-8859-1", "8bit")),
                   given);
  expect_untouched("T30", transit_of_octets(header("text/plain; charset=utf-8", "7bit")), given);
  expect_untouched("T30", "From: a@b\n\nhello\n", given);
}

}  // namespace
}  // namespace mass
