#include "core/message/codec.hpp"
#include "tests/unit/paths/support.hpp"

namespace mass {
namespace {

constexpr std::string_view kAlternative =
    "Content-Type: multipart/alternative; boundary=b\n\npre\n--b\nContent-Type: text/plain\n\n"
    "text\n--b\nContent-Type: text/html\n\n<BODY bgcolor=x>html</BODY>\n--b--\nepi\n";

TEST(HtmlFooter, StandsBeforeTheLastEndOfTheBody) {
  EXPECT_EQ(changed_text("T32", "Content-Type: text/html\n\n<p></body>x</BODY >\n",
                         {{"text", "a <b>\nc"}}),
            "Content-Type: text/html\n\n<p></body>x<div>a &lt;b&gt;<br>\nc</div>\n</BODY >\n");
  EXPECT_EQ(changed_text("T32", kAlternative, {{"text", "f"}}),
            "Content-Type: multipart/alternative; boundary=b\n\npre\n--b\nContent-Type: text/plain"
            "\n\ntext\n--b\nContent-Type: text/html\n\n<BODY bgcolor=x>html<div>f</div>\n</BODY>\n"
            "--b--\nepi\n");
}

TEST(HtmlFooter, IsAppendedWhereNoBodyEnds) {
  EXPECT_EQ(
      text_of(apply("T32", transit_of_octets("Content-Type: text/html\r\n\r\n<p>"), {{"text", "f"}})
                  .out.at(0)
                  .message),
      "Content-Type: text/html\n\n<p>\n<div>f</div>\n");
}

TEST(HtmlFooter, LeavesTextAloneAndWhatItsFooterDoesNotFit) {
  expect_untouched("T32", "From: a@b\n\n</body>\n");
  expect_untouched("T32", "Content-Type: text/html\nContent-Disposition: attachment\n\nx\n");
  expect_untouched("T32", "Content-Type: text/html\nContent-Transfer-Encoding: base64\n\n!!\n");
  expect_untouched("T32", "Content-Type: text/html\n\nx\n", {{"text", "caf\xC3\xA9"}});
}

TEST(Banner, StandsOnTopOfTextAndHtml) {
  EXPECT_EQ(changed_text("T33", kAlternative, {{"text", "w"}}),
            "Content-Type: multipart/alternative; boundary=b\n\npre\n--b\nContent-Type: text/plain"
            "\n\nw\n\ntext\n--b\nContent-Type: text/html\n\n<BODY bgcolor=x><div>w</div>\n"
            "html</BODY>\n--b--\nepi\n");
  EXPECT_EQ(changed_text("T33", "\n", {{"text", "w"}}), "\nw\n\n");
  expect_untouched("T33", "Content-Type: image/gif\n\nx\n");
}

TEST(Banner, IsEncodedAsTheTextIs) {
  const Message message =
      apply("T33", transit_of("Content-Transfer-Encoding: base64\n\nY2Fmw6k=\n"), {{"text", "w"}})
          .out.at(0)
          .message;

  EXPECT_EQ(base64_decode(message.body().view()), "w\r\n\r\ncaf\xC3\xA9");
}

TEST(Banner, NeverEndsAPart) {
  expect_untouched("T33", "Content-Type: multipart/mixed; boundary=b\n\n--b\n\ntext\n--b--\n",
                   {{"text", "--b"}});
}

TEST(UrlRewrite, EncodesEachAddressOnce) {
  const std::string once = changed_text(
      "T46", "\nsee http://a.example/?x=1&y=2, (HTTPS://b.example/%20). http:// end\n");

  EXPECT_EQ(once,
            "\nsee https://safe.example/?u=http%3A%2F%2Fa.example%2F%3Fx%3D1%26y%3D2, "
            "(https://safe.example/?u=HTTPS%3A%2F%2Fb.example%2F%2520). http:// end\n");
  expect_untouched("T46", once);
}

TEST(UrlRewrite, ReadsEntitiesInHtmlAndTextUnderAnEncoding) {
  EXPECT_EQ(changed_text("T46", "Content-Type: text/html\n\n<a href='http://a/?b&amp;c'>\n"),
            "Content-Type: text/html\n\n"
            "<a href='https://safe.example/?u=http%3A%2F%2Fa%2F%3Fb%26c'>\n");
  // The soft line break goes, and the equals sign of the new address is encoded.
  EXPECT_EQ(changed_text("T46", "Content-Transfer-Encoding: quoted-printable\n\nhttp://a=\n/b\n"),
            "Content-Transfer-Encoding: quoted-printable\n\n"
            "https://safe.example/?u=3Dhttp%3A%2F%2Fa%2Fb\n");
}

TEST(UrlRewrite, LeavesAttachmentsAndOtherTypes) {
  expect_untouched("T46", "Content-Type: application/x\n\nhttp://a.example/\n");
  expect_untouched("T46", "Content-Disposition: attachment\n\nhttp://a.example/\n");
  expect_untouched("T46", "Content-Transfer-Encoding: x-odd\n\nhttp://a.example/\n");
}

TEST(BlankEnd, AddsAndStripsEmptyLines) {
  EXPECT_EQ(changed_text("T38", "\nx\n", {{"lines", std::int64_t{2}}}), "\nx\n\n\n");
  EXPECT_EQ(changed_text("T38", "\nx\n\n \n\n\n", {{"mode", "strip"}}), "\nx\n\n \n");
  EXPECT_EQ(changed_text("T38", "A: b\n\n\n\n", {{"mode", "strip"}}), "A: b\n\n");
  EXPECT_EQ(text_of(apply("T38", transit_of_octets("A: b\r\n\r\nx")).out.at(0).message),
            "A: b\n\nx\n\n");
  expect_untouched("T38", "\nx\n", {{"mode", "strip"}});
  expect_untouched("T38", "A: b\n\n", {{"mode", "strip"}});
}

TEST(Tabs, AreExpandedToTheNextStop) {
  EXPECT_EQ(changed_text("T39", "\n\tx\n1234567\ty\n12345678\tz\n"),
            "\n        x\n1234567 y\n12345678        z\n");
  expect_untouched("T39", "X:\ty\n\nno tab\n");
  expect_untouched("T39", "Content-Transfer-Encoding: base64\n\nYQ\t==\n");
  expect_untouched("T39", "Content-Type: application/x\n\n\ty\n");
}

TEST(HardWrap, BreaksAtTheLastBlank) {
  const ValueMap limit{{"limit", std::int64_t{20}}};
  EXPECT_EQ(changed_text("T40", "\naaaa bbbb cccc dddd eeee\nshort\n", limit),
            "\naaaa bbbb cccc dddd\neeee\nshort\n");
  EXPECT_EQ(changed_text("T40", "\naaaaaaaaaaaaaaaaaaaaaaaaa bbb\n", limit),
            "\naaaaaaaaaaaaaaaaaaaaaaaaa\nbbb\n");
  expect_untouched("T40", "X: aaaa bbbb cccc dddd eeee\n\naaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n",
                   limit);
  expect_untouched("T40", "\naaaa bbbb cccc ddddd\n", limit);
}

TEST(HardWrap, CutsAnywhereIfAsked) {
  EXPECT_EQ(changed_text("T40", "\n0123456789012345678901\n",
                         {{"limit", std::int64_t{20}},
                          {"at", "octet"},
                          {"cut_mark", "!"},
                          {"continuation", "space"}}),
            "\n0123456789012345678!\n 901\n");
}

TEST(HardWrap, TakesLinearTimeOverLongLines) {
  const Applied result = apply("T40", transit_of("\n" + std::string(2'000'000, 'a') + "\n"));

  EXPECT_FALSE(result.changed);
}

TEST(FromQuote, MarksLinesOfTheBody) {
  EXPECT_EQ(changed_text("T41", "\nFrom me\n>From x\nfrom y\nFrom"),
            "\n>From me\n>From x\nfrom y\nFrom");
  expect_untouched("T41", "From: a@b\n\nFrom\n");
}

TEST(DotBug, DoublesOrDropsOneDot) {
  EXPECT_EQ(changed_text("T42", "\n.\n..x\ny.\n.end"), "\n..\n...x\ny.\n..end");
  EXPECT_EQ(changed_text("T42", "\n.\n..x\ny.\n", {{"direction", "drop"}}), "\n\n.x\ny.\n");
  expect_untouched("T42", ".X: y\n\nz\n .\n");
  expect_untouched("T42", transit_of_octets(""));
}

TEST(Truncation, CutsAtTheLimitAndSaysSo) {
  const ValueMap limit{{"limit", std::int64_t{4}}};
  EXPECT_EQ(changed_text("T50", "\nab\ncd\n", limit), "\nab\n[Message truncated]\n");
  EXPECT_EQ(changed_text("T50", "\nabcdef\n", limit), "\nabcd\n[Message truncated]\n");
  expect_untouched("T50", "X: a long header\n\nab\n", limit);
}

}  // namespace
}  // namespace mass
