#include "tests/unit/paths/support.hpp"

namespace mass {
namespace {

TEST(Refold, FoldsAtTheLastBlankBeforeTheColumn) {
  const std::string text =
      "References: <aaaaaaaaaaaaaaaa@x> <bbbbbbbbbbbbbbbb@x> "
      "<cccccccccccccccc@x> <dddddddddddddddd@x>\n\n";

  EXPECT_EQ(changed_text("T07", text),
            "References: <aaaaaaaaaaaaaaaa@x> <bbbbbbbbbbbbbbbb@x> <cccccccccccccccc@x>\n"
            "\t<dddddddddddddddd@x>\n\n");
}

TEST(Refold, UnfoldsWhatFitsOnALine) {
  EXPECT_EQ(changed_text("T07", "To: a@b,\n\tc@d\nSubject: x\n\nbody\n"),
            "To: a@b,\tc@d\nSubject: x\n\nbody\n");
}

TEST(Refold, TouchesSelectedFieldsOnly) {
  const ValueMap given{{"fields", std::vector<std::string>{"to"}}, {"ws", "space"}};

  EXPECT_EQ(changed_text("T07", "To: a@b,\n c@d\nSubject: x\n y\n\n", given),
            "To: a@b, c@d\nSubject: x\n y\n\n");
}

TEST(Refold, LeavesHeadersThatAreFoldedThatWay) {
  expect_untouched("T07", "To: a@b\nSubject: x\n\nbody\n");
}

TEST(HeaderSpace, WritesOneBlankBehindTheColon) {
  EXPECT_EQ(changed_text("T08", "From:a@b\nSubject :\t x  y \nTo: c@d\n\n"),
            "From: a@b\nSubject: x  y\nTo: c@d\n\n");
}

TEST(HeaderSpace, CollapsesBlanksInStructuredFieldsOutsideQuotes) {
  EXPECT_EQ(
      changed_text("T08",
                   "To: \"a  \\\"  b\"  <c@d>,\t\te@f\n"
                   "Content-Type: multipart/mixed;\n\t\tboundary=\"x  y\"\n\n"),
      "To: \"a  \\\"  b\" <c@d>, e@f\nContent-Type: multipart/mixed;\n boundary=\"x  y\"\n\n");
}

TEST(HeaderSpace, DropsLinesOfBlanksSoThatTheHeaderGoesOn) {
  const std::string text = changed_text("T08", "Subject: a \n \n\t b \nTo: c@d\n\nbody  \n");

  EXPECT_EQ(text, "Subject: a\n\t b\nTo: c@d\n\nbody  \n");
}

TEST(HeaderSpace, JoinsAValueThatStartsOnTheNextLine) {
  EXPECT_EQ(changed_text("T08", "Subject:\n  x\n\n"), "Subject: x\n\n");
}

TEST(HeaderSpace, LeavesTidyHeaders) {
  expect_untouched("T08", "From: a@b\nX-Empty:\nSubject: x  y\n z\n\n b \n");
  expect_untouched("T08", transit_of_octets("From: a@b"));
  expect_untouched("T08", transit_of_octets(""));
}

}  // namespace
}  // namespace mass
