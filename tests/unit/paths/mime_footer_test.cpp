#include "core/message/mime.hpp"
#include "tests/unit/paths/support.hpp"

namespace mass {
namespace {

const ValueMap kOneLine{{"text", "list footer"}};

const std::string kPart =
    "Content-Type: text/plain; charset=\"us-ascii\"\n"
    "MIME-Version: 1.0\n"
    "Content-Transfer-Encoding: 7bit\n"
    "Content-Disposition: inline\n"
    "\n"
    "list footer\n";

std::string boundary_of(const Message& message) {
  return std::string(
      parse_content_type(message.find("Content-Type")->value()).parameter("boundary"));
}

TEST(MimeFooter, StandsBeforeTheCloseDelimiterOfAMixed) {
  const std::string head =
      "Content-Type: multipart/mixed; boundary=\"b 1\"\n\npreamble\n--b 1\n\nx\n";

  EXPECT_EQ(changed_text("T31", head + "--b 1--\nepilogue\n", kOneLine),
            head + "--b 1\n" + kPart + "\n--b 1--\nepilogue\n");
}

TEST(MimeFooter, ClosesAMixedThatWasNotClosed) {
  const std::string head = "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nlast part\n";

  const std::string text = changed_text("T31", head, kOneLine);

  EXPECT_EQ(text, head + "\n--b\n" + kPart + "\n--b--\n");
  EXPECT_EQ(parse_mime(Message::parse(crlf(text))).parts.size(), 3U);
}

TEST(MimeFooter, IsTheLastPartOfTheOutermostLevel) {
  const std::string head =
      "Content-Type: multipart/mixed; boundary=out\n\n--out\n"
      "Content-Type: multipart/mixed; boundary=in\n\n--in\n\nx\n--in--\n\n";

  const std::string text = changed_text("T31", head + "--out--\n", kOneLine);

  EXPECT_EQ(text, head + "--out\n" + kPart + "\n--out--\n");
}

TEST(MimeFooter, WrapsOtherMultipartsWithTheirContentFields) {
  const std::string body =
      "--s\n\nsigned text  \n--s\nContent-Type: application/pgp-signature\n\nX\n--s--\n";
  const Transit before = transit_of(
      "Content-Type: multipart/signed;\n boundary=s\nFrom: a@b\n"
      "content-language: en\nMIME-Version: 1.0\n\n" +
      body);

  const Applied result = apply("T31", before, kOneLine);

  const Message& message = result.out.at(0).message;
  const std::string boundary = boundary_of(message);
  EXPECT_EQ(names_of(message), (std::vector<std::string>{"From", "MIME-Version", "Content-Type"}));
  EXPECT_EQ(text_of(message).substr(text_of(message).find("\n\n") + 2),
            "--" + boundary +
                "\nContent-Type: multipart/signed;\n boundary=s\n"
                "content-language: en\n\n" +
                body + "\n--" + boundary + "\n" + kPart + "\n--" + boundary + "--\n");
  const MimeTree tree = parse_mime(message);
  ASSERT_EQ(tree.parts.size(), 5U);
  EXPECT_TRUE(tree.parts[1].content_type.is("multipart", "signed"));
}

TEST(MimeFooter, WrapsHtmlAndBareMessages) {
  for (const std::string text :
       {"Content-Type: text/html\nContent-Transfer-Encoding: 8bit\n\n<p>\xFC</p>",
        "From: a@b\n\nplain\n", "From: a@b\n", "From: a@b\n\n",
        "Content-Type: multipart/mixed\n\nno boundary\n",
        "Content-Type: multipart/mixed; boundary=b\n\nno delimiter\n"}) {
    const Transit before = transit_of(text);

    const Applied result = apply("T31", before, kOneLine);

    const Message& message = result.out.at(0).message;
    const MimeTree tree = parse_mime(message);
    ASSERT_GE(tree.parts.size(), 3U) << text;
    EXPECT_TRUE(tree.parts[0].content_type.is("multipart", "mixed"));
    EXPECT_EQ(message.count("MIME-Version"), 1U);
    const MimePart& first = tree.parts[1];
    EXPECT_EQ(message.body().view().substr(first.body_begin, first.body_end - first.body_begin),
              before.message.body().view());
  }
}

TEST(MimeFooter, PutsTheNewTypeWhereTheOldOneWas) {
  const Transit before = transit_of(
      "From: a@b\nContent-Language: en\nContent-Type: text/html\n"
      "MIME-Version: 1.0\nTo: c@d\n\nx\n");

  const Applied result = apply("T31", before, {{"type_field", "in_place"}});

  EXPECT_EQ(names_of(result.out.at(0).message),
            (std::vector<std::string>{"From", "Content-Type", "MIME-Version", "To"}));
}

TEST(MimeFooter, DrawsAnotherBoundaryWhenTheFirstOccurs) {
  const std::string first =
      boundary_of(apply("T31", transit_of("From: a@b\n\nx\n")).out.at(0).message);

  const Applied in_body = apply("T31", transit_of("From: a@b\n\n--" + first + "\n"));
  const Applied in_header = apply("T31", transit_of("X-Old: " + first + "\n\nx\n"));
  const Applied other = apply("T31", transit_of("From: a@b\n\ny\n"));

  EXPECT_NE(boundary_of(in_body.out.at(0).message), first);
  EXPECT_NE(boundary_of(in_header.out.at(0).message), first);
  EXPECT_EQ(boundary_of(other.out.at(0).message), first) << "the same draw, as nothing clashes";
}

TEST(MimeFooter, EncodesAFooterBeyondAscii) {
  const std::string text = changed_text("T31", "From: a@b\n\nx\n",
                                        {{"text",
                                          "Gr\xC3\xBC\xC3\x9F"
                                          "e"}});

  EXPECT_NE(text.find("charset=\"utf-8\"\nMIME-Version: 1.0\n"
                      "Content-Transfer-Encoding: quoted-printable\n"
                      "Content-Disposition: inline\n\nGr=C3=BC=C3=9Fe\n"),
            std::string::npos)
      << text;
}

}  // namespace
}  // namespace mass
