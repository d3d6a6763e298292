#include "../support.hpp"
#include "harness/paths/software/lynx/dump.hpp"

namespace mass {
namespace {

using Names = std::vector<std::string>;

Applied filtered(std::string_view text, const ValueMap& settings) {
  return apply("mailman3_filter_content", transit_of(text), settings);
}

std::string after(std::string_view text, const ValueMap& settings = {}) {
  return text_of(filtered(text, settings).out.front().message);
}

constexpr std::string_view kFiltered = "X-Content-Filtered-By: Mailman/MimeDel 3.3.8\n";

const ValueMap kTextOnly = {{"pass_types", Names{"multipart", "text/plain"}}};

TEST(MailmanFilter, LeavesWhatMayPass) {
  EXPECT_FALSE(filtered("A: 1\n\nx\n", kTextOnly).changed);
  EXPECT_FALSE(filtered("Content-Type: multipart/mixed; boundary=b\n\n--b\n\nx\n--b\n\ny\n--b--\n",
                        kTextOnly)
                   .changed);
}

// The line end in front of a boundary is not part of the text.
TEST(MailmanFilter, TakesPartsAwayAndPutsTheLastInThePlaceOfAll) {
  EXPECT_EQ(after("A: 1\nContent-Type: multipart/mixed; boundary=b\n\n--b\n"
                  "Content-Type: text/plain; charset=us-ascii\n\nx\n--b\n"
                  "Content-Type: image/png\n\ny\n--b--\n",
                  kTextOnly),
            "A: 1\nMIME-Version: 1.0\nContent-Transfer-Encoding: 7bit\n"
            "Content-Type: text/plain; charset=us-ascii\n" +
                std::string(kFiltered) + "\nx");
}

TEST(MailmanFilter, RefusesWhatIsNothingElse) {
  const std::string_view image = "Content-Type: image/png\n\nx\n";
  ValueMap settings = kTextOnly;
  EXPECT_TRUE(filtered(image, settings).out.empty());
  settings["filter_action"] = "preserve";
  EXPECT_TRUE(filtered(image, settings).out.empty());
  for (const char* action : {"reject", "forward"}) {
    settings["filter_action"] = action;
    EXPECT_EQ(filtered(image, settings).out.front().delivery, Delivery::bounced) << action;
  }
  EXPECT_EQ(filtered("Content-Type: multipart/mixed; boundary=b\n\n--b\n"
                     "Content-Type: image/png\n\nx\n--b--\n",
                     settings)
                .out.front()
                .delivery,
            Delivery::bounced)
      << "nothing is left";
}

TEST(MailmanFilter, GoesByTheExtensionOfFiles) {
  const std::string head =
      "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nx\n--b\n\nz\n--b\n"
      "Content-Type: text/plain; name=";
  const auto is_kept = [&head](std::string_view name, const ValueMap& settings) {
    return after(head + std::string(name) + "\n\ny\n--b--\n", settings).contains("\ny\n");
  };
  const ValueMap filter = {{"filter_extensions", Names{"exe"}}};
  const ValueMap pass = {{"pass_extensions", Names{"txt"}}};
  EXPECT_FALSE(is_kept("\"a.txt.EXE\"", filter));
  EXPECT_FALSE(is_kept("\"=?utf-8?q?a=2Eexe?=\"", filter));
  EXPECT_TRUE(is_kept("\".exe\"", filter)) << "that is a name";
  EXPECT_TRUE(is_kept("\"a.exe/b\"", filter));
  EXPECT_FALSE(is_kept("a.gif", pass));
  EXPECT_TRUE(is_kept("a.txt", pass));
  EXPECT_TRUE(is_kept("a", pass)) << "no extension";
}

TEST(MailmanFilter, KeepsTheFirstAlternative) {
  const std::string alternative =
      "Content-Type: multipart/alternative; boundary=a\n\n--a\n"
      "Content-Type: text/plain; charset=utf-8\n\n\xC3\xBC\n--a\n"
      "Content-Type: text/html\n\n<p>x\n--a--\n";
  EXPECT_EQ(after(alternative),
            "MIME-Version: 1.0\nContent-Transfer-Encoding: base64\n"
            "Content-Type: text/plain; charset=utf-8\n" +
                std::string(kFiltered) + "\nw7w=\n");
  EXPECT_EQ(after("Content-Type: multipart/mixed; boundary=b\n\n--b\n" + alternative +
                  "\n--b\n\ny\n--b--\n"),
            "Content-Type: multipart/mixed; boundary=b\n" + std::string(kFiltered) +
                "\n--b\nContent-Type: text/plain; charset=utf-8\n\n\xC3\xBC\n--b\n\ny\n--b--\n");
  EXPECT_FALSE(filtered(alternative, {{"collapse_alternatives", false}}).changed);
}

TEST(MailmanFilter, KeepsTheFieldsOfAnAttachedMessage) {
  EXPECT_EQ(after("Content-Type: multipart/mixed; boundary=b\n\n--b\n\nx\n--b\n"
                  "Content-Type: message/rfc822\n\nSubject: inner\n"
                  "Content-Type: multipart/alternative; boundary=a\n\n--a\n\ny\n--a--\n\n--b--\n"),
            "Content-Type: multipart/mixed; boundary=b\n" + std::string(kFiltered) +
                "\n--b\n\nx\n--b\nContent-Type: message/rfc822\n\nSubject: inner\n"
                "MIME-Version: 1.0\nContent-Transfer-Encoding: 7bit\nContent-Type: text/plain\n\n"
                "y\n--b--\n");
}

TEST(MailmanFilter, LeavesSignedPartsInTheirMultipart) {
  const ValueMap settings = {{"filter_types", Names{"application/pgp-signature"}}};
  const std::string out = after(
      "Content-Type: multipart/signed; boundary=b\n\n--b\n\nx\n--b\n"
      "Content-Type: application/pgp-signature\n\ny\n--b--\n",
      settings);
  EXPECT_EQ(out, "Content-Type: multipart/signed; boundary=b\n" + std::string(kFiltered) +
                     "\n--b\n\nx\n--b--\n");
}

TEST(MailmanFilter, FailsOnTextThatItsCharsetLacks) {
  const std::string text =
      "Content-Type: multipart/alternative; boundary=b\n\n--b\n\n\xFC\n--b--\n";
  EXPECT_TRUE(filtered(text, {}).out.empty()) << "a mark is not ASCII";
  EXPECT_TRUE(
      filtered("Content-Type: text/html\n\n&eacute;\n", {{"convert_html_to_plaintext", true}})
          .out.empty());
}

TEST(MailmanFilter, MakesTextOfHtml) {
  EXPECT_EQ(after("Content-Type: text/html; charset=utf-8\n\n<p>a &lt;\n",
                  {{"convert_html_to_plaintext", true}}),
            "Content-Transfer-Encoding: base64\nMIME-Version: 1.0\n"
            "Content-Type: text/plain; charset=\"utf-8\"\n" +
                std::string(kFiltered) + "\nICAgYSA8Cg==\n");
}

TEST(MailmanFilter, DropsAnEmptyTextBesideOneAttachment) {
  EXPECT_EQ(after("Content-Type: multipart/mixed; boundary=b\n\n--b\n\n\n--b\n"
                  "Content-Type: text/x-log\n\ny\n--b--\n"),
            "MIME-Version: 1.0\nContent-Transfer-Encoding: 7bit\nContent-Type: text/x-log\n" +
                std::string(kFiltered) + "\ny");
}

TEST(MailmanFilter, TellsWhatItTook) {
  ValueMap settings = kTextOnly;
  settings["report"] = true;
  const std::string out = after(
      "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nx\n--b\n"
      "Content-Type: image/png; name=p.png\n\ny\n--b--\n",
      settings);
  EXPECT_TRUE(
      out.ends_with("\n\nx\n\n___________________________________________\n"
                    "Mailman's content filtering has removed the\n"
                    "following MIME parts from this message.\n"
                    "\nContent-Type: image/png\n    Name: p.png\n"))
      << out;
}

// What is expected here is what Lynx 2.9.0dev.12 wrote.
TEST(LynxDump, ParagraphsHeadingsAndLists) {
  EXPECT_EQ(lynx::dump(""), "\n");
  EXPECT_EQ(lynx::dump("a<p>b<br>c</p>d<p>e"), "   a\n\n   b\n   c\n   d\n\n   e\n");
  EXPECT_EQ(lynx::dump("<div>a</div><div>b<div>c</div></div>d"), "   a\n\n   b\n   c\n\n   d\n");
  EXPECT_EQ(lynx::dump("<h1>Head one</h1>x<h2>y</h2>z"),
            std::string(36, ' ') + "Head one\n\n   x\n\ny\n\n   z\n");
  EXPECT_EQ(lynx::dump("<ul><li>one<li>two<ul><li>in</ul></ul><ol start=9><li>a<li>b</ol>c"),
            "     * one\n     * two\n          + in\n\n    9. a\n   10. b\n\n   c\n");
  EXPECT_EQ(lynx::dump("a<blockquote>b</blockquote>c<hr>d"),
            "   a\n\n     b\n\n   c\n     " + std::string(66, '_') + "\n\n   d\n");
  EXPECT_EQ(lynx::dump("<center>mid</center>x"), std::string(37, ' ') + "mid\n\n   x\n");
}

TEST(LynxDump, FoldsAtBlanksAndCutsLongWords) {
  EXPECT_EQ(lynx::dump(std::string(60, 'q') + " " + std::string(11, 'w')),
            "   " + std::string(60, 'q') + "\n   " + std::string(11, 'w') + "\n");
  EXPECT_EQ(lynx::dump(std::string(60, 'q') + " " + std::string(10, 'w')),
            "   " + std::string(60, 'q') + " " + std::string(10, 'w') + "\n");
  EXPECT_EQ(lynx::dump("w " + std::string(80, 'x')),
            "   w\n   " + std::string(71, 'x') + "\n   " + std::string(9, 'x') + "\n");
}

TEST(LynxDump, LinksPicturesAndEntities) {
  EXPECT_EQ(
      lynx::dump("<p><a href=\"HTTP://B.example?a=1&amp;b=%41\">G &auml;</a>"
                 "<img src=x/y.gif>&nbsp;z &foo; &amp <!-- - --></p>"),
      "   [1]G \xC3\xA4 [y.gif]  z &foo; &\n\nReferences\n\n   1. http://b.example/?a=1&b=A\n");
  EXPECT_EQ(lynx::dump("x<a href=http://u/></a>y<a href=http://v/>z</a>"),
            "   xy[1]z\n\nReferences\n\n   Visible links:\n   1. http://v/\n\n"
            "   Hidden links:\n   3. http://u/\n");
}

TEST(LynxDump, TablesOfShortCells) {
  EXPECT_EQ(lynx::dump("x<table><tr><td>a<td>bb<tr><td>ccc<td>d</table>y"),
            "   x\n\n   a   bb\n   ccc d\n\n   y\n");
}

TEST(LynxDump, BelievesWhatAPageSaysOfItsCharset) {
  EXPECT_EQ(lynx::dump("<meta charset=iso-8859-1><p>\xC3\xBC &uuml;"),
            "   \xC3\x83\xC2\xBC \xC3\xBC\n");
}

}  // namespace
}  // namespace mass
