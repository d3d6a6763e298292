#include "tests/unit/paths/support.hpp"

namespace mass {
namespace {

TEST(TrailingBlanks, GoFromEveryLineOfText) {
  EXPECT_EQ(changed_text("T37", "Subject: x \n\none \t\n-- \n \nlast "),
            "Subject: x \n\none\n--\n\nlast ")
      << "the header is not touched, and the last line has no line end";
}

TEST(TrailingBlanks, GoFromTextPartsOnly) {
  EXPECT_EQ(changed_text("T37",
                         "Content-Type: multipart/mixed; boundary=b\n\npreamble \n--b\n\n"
                         "text \n--b\nContent-Type: application/x\n\ndata \n--b-- \n"),
            "Content-Type: multipart/mixed; boundary=b\n\npreamble \n--b\n\n"
            "text\n--b\nContent-Type: application/x\n\ndata \n--b-- \n");
}

TEST(TrailingBlanks, StayInBase64) {
  expect_untouched("T37", "Content-Transfer-Encoding: base64\n\nAAAA \n");
}

TEST(TrailingBlanks, AreNoneInTidyText) {
  expect_untouched("T37", "Subject: x \n\none\ntwo");
  expect_untouched("T37", "Subject: x\n\n");
}

TEST(LineEnds, MakeBareLfCrlf) {
  const Applied result = apply("T43", transit_of_octets("A: b\r\n\r\none\ntwo\r\nthree\rfour\n"));

  EXPECT_EQ(result.out.at(0).message.to_string(), "A: b\r\n\r\none\r\ntwo\r\nthree\rfour\r\n");
}

TEST(LineEnds, MakeBareCrCrlf) {
  const Applied result = apply("T43", transit_of_octets("A: b\r\n\r\none\ntwo\r\r\nthree\rfour\r"),
                               {{"bare_lf", "keep"}, {"bare_cr", "crlf"}});

  EXPECT_EQ(result.out.at(0).message.to_string(), "A: b\r\n\r\none\ntwo\r\n\r\nthree\r\nfour\r\n");
}

TEST(LineEnds, MakeOtherFieldsOfAHeader) {
  const Applied result = apply("T43", transit_of_octets("A: b\nC: d\r\n\n\rE: f\r\n\r\nbody\r\n"),
                               {{"bare_cr", "crlf"}});

  const Message& message = result.out.at(0).message;
  EXPECT_EQ(names_of(message), (std::vector<std::string>{"A", "C"}));
  EXPECT_EQ(message.body().view(), "\r\nE: f\r\n\r\nbody\r\n");
}

TEST(LineEnds, AreLeftWhenAllAreCrlf) {
  for (const ValueMap& given : {ValueMap{}, ValueMap{{"bare_lf", "keep"}, {"bare_cr", "crlf"}},
                                ValueMap{{"bare_cr", "crlf"}}}) {
    expect_untouched("T43", "A: b\n c\n\nbody\n\n", given);
    expect_untouched("T43", transit_of_octets(""), given);
  }
  expect_untouched("T43", transit_of_octets("A: b\r\n\r\nx\ry"));
}

}  // namespace
}  // namespace mass
