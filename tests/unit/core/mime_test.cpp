#include "core/message/mime.hpp"

#include <gtest/gtest.h>

#include "core/base/text.hpp"
#include "tests/unit/core/samples.hpp"

namespace mass {
namespace {

using namespace std::string_literals;

Message multipart(const std::string& parameters, const std::string& body) {
  return Message::parse("Content-Type: multipart/mixed; " + parameters + "\r\n\r\n" + body);
}

std::string content(const Message& message, const MimePart& part) {
  return std::string(
      message.body().view().substr(part.body_begin, part.body_end - part.body_begin));
}

TEST(ContentType, ReadsTypeAndParameters) {
  const auto type = parse_content_type(" Text/HTML ; Charset=\"iso-8859-1\";\r\n format=flowed ");

  EXPECT_TRUE(type.is("text", "html"));
  EXPECT_EQ(type.parameter("charset"), "iso-8859-1");
  EXPECT_EQ(type.parameter("format"), "flowed");
  EXPECT_EQ(type.parameter("boundary"), "");
  EXPECT_TRUE(type.declared);
  EXPECT_FALSE(type.malformed);
}

TEST(ContentType, ToleratesWhatMailersWrite) {
  EXPECT_EQ(parse_content_type("a/b; boundary=----=_Part_1/2; x=y").parameter("boundary"),
            "----=_Part_1/2");
  EXPECT_EQ(parse_content_type("a/b;; boundary=x;").parameter("boundary"), "x");
  EXPECT_EQ(parse_content_type("a/b; junk; boundary=x").parameter("boundary"), "x");
  EXPECT_EQ(parse_content_type("a/b (c; boundary=n) ; (d) boundary (e) = (f) x (g)")
                .parameter("boundary"),
            "x");
  EXPECT_EQ(parse_content_type(R"(a/b; boundary="a\"b;c")").parameter("boundary"), "a\"b;c");
  EXPECT_EQ(parse_content_type("a/b; boundary=x; boundary=y").parameter("boundary"), "x");
  EXPECT_EQ(parse_content_type("a/b; boundary=\"open").parameter("boundary"), "open");
  EXPECT_EQ(parse_content_type("a/b; x=\"; boundary=no\"; boundary=x").parameter("boundary"), "x");
}

TEST(ContentType, IsTextPlainWhenItCannotBeRead) {
  for (const std::string_view value :
       {"", " ", "text", "/plain", "text/", "; charset=x", "te xt/a"}) {
    const auto type = parse_content_type(value);

    EXPECT_TRUE(type.malformed) << value;
    EXPECT_TRUE(type.is("text", "plain")) << value;
    EXPECT_TRUE(type.declared) << value;
  }
  EXPECT_FALSE(ContentType().declared);
}

TEST(ContentType, JoinsContinuedParameters) {
  EXPECT_EQ(parse_content_type("a/b; boundary*1=def; boundary*0=abc").parameter("boundary"),
            "abcdef");
  EXPECT_EQ(parse_content_type("a/b; charset*=us-ascii'en'x%20y%zz").parameter("charset"),
            "x y%zz");
  EXPECT_EQ(parse_content_type("a/b; n*0*=utf-8''a%C3; n*1*=%A9'; n*2=\"%41\"").parameter("n"),
            "a\xC3\xA9'%41");
  EXPECT_EQ(parse_content_type("a/b; n*0=a; n*2=c").parameter("n"), "a") << "a gap ends it";
  EXPECT_EQ(parse_content_type("a/b; n*1=b").parameter("n"), "");
  EXPECT_EQ(parse_content_type("a/b; n=plain; n*0=long").parameter("n"), "plain");
}

TEST(TransferEncoding, IsReadWithoutCaseAndComments) {
  EXPECT_EQ(parse_transfer_encoding(" 7BIT"), TransferEncoding::seven_bit);
  EXPECT_EQ(parse_transfer_encoding("(c) Base64 (d)"), TransferEncoding::base64);
  EXPECT_EQ(parse_transfer_encoding("quoted-printable;"), TransferEncoding::quoted_printable);
  EXPECT_EQ(parse_transfer_encoding("8bit"), TransferEncoding::eight_bit);
  EXPECT_EQ(parse_transfer_encoding("binary"), TransferEncoding::binary);
  EXPECT_EQ(parse_transfer_encoding("x-uuencode"), TransferEncoding::other);
  EXPECT_EQ(parse_transfer_encoding(""), TransferEncoding::other);
}

TEST(Mime, IsOneLeafWithoutMultipart) {
  for (const std::string header :
       {"", "Content-Type: text/html\r\n", "Content-Type: multipart/mixed\r\n",
        "Content-Type: multipart/mixed; boundary=\"\"\r\n",
        "Content-Type: message/rfc822; boundary=x\r\n"}) {
    const auto message = Message::parse("A: b\r\n" + header + "\r\n--x\r\n\r\na\r\n--x--\r\n");

    const MimeTree tree = parse_mime(message);

    ASSERT_EQ(tree.parts.size(), 1U) << header;
    EXPECT_TRUE(tree.parts[0].is_leaf());
    EXPECT_EQ(content(message, tree.parts[0]), message.body().view());
  }
}

TEST(Mime, FindsThePartsOfAMultipart) {
  const auto message = multipart(
      "boundary=\"b\"",
      "preamble\r\n--b\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n"
      "Content-Disposition: Attachment; filename=x\r\n\r\none\r\n\r\n--b \t\r\n\r\ntwo\r\n"
      "--b--\r\nepilogue\r\n");

  const MimeTree tree = parse_mime(message);

  ASSERT_EQ(tree.parts.size(), 3U);
  const auto& [root, one, two] = std::tie(tree.parts[0], tree.parts[1], tree.parts[2]);
  EXPECT_EQ(root.children, (std::vector<std::int32_t>{1, 2}));
  EXPECT_EQ(root.close_delimiter, message.body().view().find("--b--"));
  EXPECT_EQ(root.body_end, message.body().size());
  EXPECT_EQ(content(message, one), "one\r\n");
  EXPECT_TRUE(one.content_type.is("text", "html"));
  EXPECT_EQ(one.encoding, TransferEncoding::base64);
  EXPECT_EQ(one.disposition, "attachment");
  EXPECT_EQ(content(message, two), "two");
  EXPECT_FALSE(two.content_type.declared);
  EXPECT_EQ(two.parent, 0);
  EXPECT_FALSE(tree.truncated);
}

TEST(Mime, FindsNestedMultiparts) {
  const auto message = multipart(
      "boundary=outer",
      "--outer\r\nContent-Type: multipart/alternative; boundary=inner\r\n\r\npre\r\n"
      "--inner\r\n\r\na\r\n--inner\r\n\r\nb\r\n--inner--\r\nepi\r\n--outer\r\n\r\nc\r\n--outer--");

  const MimeTree tree = parse_mime(message);

  ASSERT_EQ(tree.parts.size(), 5U);
  EXPECT_EQ(tree.parts[0].children, (std::vector<std::int32_t>{1, 4}));
  EXPECT_EQ(tree.parts[1].children, (std::vector<std::int32_t>{2, 3}));
  EXPECT_EQ(content(message, tree.parts[2]), "a");
  EXPECT_EQ(content(message, tree.parts[3]), "b");
  EXPECT_EQ(content(message, tree.parts[4]), "c");
  EXPECT_TRUE(content(message, tree.parts[1]).ends_with("--inner--\r\nepi"));
}

TEST(Mime, EndsInnerPartsAtAnOuterDelimiter) {
  const auto message = multipart(
      "boundary=outer",
      "--outer\r\nContent-Type: multipart/mixed; boundary=inner\r\n\r\n--inner\r\n\r\na\r\n"
      "--outer\r\n\r\nb\r\n--inner\r\nstill b\r\n");

  const MimeTree tree = parse_mime(message);

  ASSERT_EQ(tree.parts.size(), 4U);
  EXPECT_EQ(content(message, tree.parts[2]), "a");
  EXPECT_EQ(tree.parts[1].close_delimiter, tree.parts[1].body_end) << "its close is missing";
  EXPECT_EQ(content(message, tree.parts[3]), "b\r\n--inner\r\nstill b\r\n");
  EXPECT_EQ(tree.parts[0].close_delimiter, message.body().size());
}

TEST(Mime, TellsBoundariesApartThatBeginAlike) {
  const auto message = multipart(
      "boundary=ab",
      "--ab\r\nContent-Type: multipart/mixed; boundary=abc\r\n\r\n--abc\r\n\r\none\r\n--abcd\r\n"
      "--abc--\r\n--ab\r\n\r\ntwo\r\n--ab--\r\n");

  const MimeTree tree = parse_mime(message);

  ASSERT_EQ(tree.parts.size(), 4U);
  EXPECT_EQ(content(message, tree.parts[2]), "one\r\n--abcd");
  EXPECT_EQ(content(message, tree.parts[3]), "two");
}

TEST(Mime, TakesABoundaryThatEndsInHyphens) {
  const auto message = multipart("boundary=\"b--\"", "--b--\r\n\r\none\r\n--b----\r\n");

  const MimeTree tree = parse_mime(message);

  ASSERT_EQ(tree.parts.size(), 2U);
  EXPECT_EQ(content(message, tree.parts[1]), "one");
}

TEST(Mime, EndsAPartHeaderAtJunkAndAtADelimiter) {
  const auto message = multipart("boundary=b",
                                 "--b\r\nA: 1\r\n folded\r\njunk\r\nB: 2\r\n--b\r\nC: 3\r\n--b\r\n"
                                 " fold first\r\n--b--\r\n");

  const MimeTree tree = parse_mime(message);

  ASSERT_EQ(tree.parts.size(), 4U);
  EXPECT_EQ(content(message, tree.parts[1]), "junk\r\nB: 2");
  EXPECT_EQ(part_header(message, tree.parts[1]).fields().size(), 1U);
  EXPECT_EQ(content(message, tree.parts[2]), "");
  EXPECT_NE(part_header(message, tree.parts[2]).find("C"), nullptr);
  EXPECT_EQ(content(message, tree.parts[3]), " fold first");
}

TEST(Mime, GivesDigestPartsTheirDefaultType) {
  const auto message = Message::parse(
      "Content-Type: multipart/digest; boundary=b\r\n\r\n--b\r\n\r\nFrom: a@x\r\n\r\n--b\r\n"
      "Content-Type: text/plain\r\n\r\na\r\n--b--\r\n"s);

  const MimeTree tree = parse_mime(message);

  ASSERT_EQ(tree.parts.size(), 3U);
  EXPECT_TRUE(tree.parts[1].content_type.is("message", "rfc822"));
  EXPECT_TRUE(tree.parts[2].content_type.is("text", "plain"));
}

TEST(Mime, EndsLinesAtCrlfOnly) {
  const auto message = multipart("boundary=b", "--b\r\n\r\na\n--b--\nb\r\n--b--\r\n");

  const MimeTree tree = parse_mime(message);

  ASSERT_EQ(tree.parts.size(), 2U);
  EXPECT_EQ(content(message, tree.parts[1]), "a\n--b--\nb");
}

TEST(Mime, LimitsThePartsAndTheDepth) {
  std::string wide;
  for (int i = 0; i < 5100; ++i) wide += "--b\r\n\r\nx\r\n";
  std::string deep;
  for (int i = 0; i < 70; ++i) {
    const std::string boundary = i == 0 ? "b" : "b" + std::to_string(i);
    deep += "--" + boundary + "\r\nContent-Type: multipart/mixed; boundary=b" +
            std::to_string(i + 1) + "\r\n\r\n";
  }

  const auto wide_message = multipart("boundary=b", wide);
  const MimeTree wide_tree = parse_mime(wide_message);
  const MimeTree deep_tree = parse_mime(multipart("boundary=b", deep));

  EXPECT_EQ(wide_tree.parts.size(), 5000U);
  EXPECT_TRUE(wide_tree.truncated);
  EXPECT_EQ(wide_tree.parts.back().body_end, wide_message.body().size());
  EXPECT_EQ(deep_tree.parts.size(), 65U);
  EXPECT_TRUE(deep_tree.truncated);
}

// The facts that hold for any tree.
void expect_sound(const Message& message, const std::string& note) {
  const MimeTree tree = parse_mime(message);

  ASSERT_FALSE(tree.parts.empty()) << note;
  EXPECT_EQ(tree.parts[0].body_end, message.body().size()) << note;
  for (std::size_t i = 0; i < tree.parts.size(); ++i) {
    const MimePart& part = tree.parts[i];
    ASSERT_LE(part.header_begin, part.body_begin) << note;
    ASSERT_LE(part.body_begin, part.body_end) << note;
    ASSERT_LE(part.close_delimiter, part.body_end) << note;
    ASSERT_LT(part.parent, static_cast<std::int32_t>(i)) << note;
    std::uint32_t before = part.body_begin;
    for (const std::int32_t child : part.children) {
      const MimePart& inner = tree.parts[static_cast<std::size_t>(child)];
      ASSERT_EQ(inner.parent, static_cast<std::int32_t>(i)) << note;
      ASSERT_LE(before, inner.header_begin) << note;
      ASSERT_LE(inner.body_end, part.body_end) << note;
      before = inner.body_end;
    }
    const Message header = part_header(message, part);
    ASSERT_TRUE(header.body().empty()) << note;
    ASSERT_EQ(header.find("Content-Type") != nullptr, part.content_type.declared) << note;
  }
}

TEST(Mime, IsSoundForEveryFileOfTheCorpora) {
  const auto files = test::shared_files("corpus");
  if (files.empty()) GTEST_SKIP() << "no shared corpora";

  for (const auto& file : files) {
    expect_sound(Message::parse(test::to_wire(test::read_file(file))), file.string());
  }
}

TEST(Mime, IsSoundForRandomText) {
  for (std::uint64_t round = 0; round < 20'000; ++round) {
    test::Dice dice(round);
    std::string body;
    for (std::size_t i = 0; i < dice.below(30); ++i) {
      static constexpr std::string_view kPieces[] = {
          "\r\n",    "--b",       "--",      "b\r\n",
          "--b\r\n", "--b--\r\n", "--c\r\n", "\r",
          "\n",      " ",         "A: b",    "Content-Type: multipart/mixed; boundary=c\r\n",
          "text",    "--c--\r\n", "\r\n\r\n"};
      body += kPieces[dice.below(std::size(kPieces))];
    }
    expect_sound(multipart("boundary=b", body), test::seed_note(round));
  }
}

}  // namespace
}  // namespace mass
