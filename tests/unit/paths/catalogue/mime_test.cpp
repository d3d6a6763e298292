#include <algorithm>

#include "core/message/codec.hpp"
#include "core/message/mime.hpp"
#include "harness/paths/mime/html_text.hpp"
#include "tests/unit/paths/support.hpp"

namespace mass {
namespace {

Message after(std::string_view transform, std::string_view text, const ValueMap& given = {}) {
  return apply(transform, transit_of(text), given).out.at(0).message;
}

std::vector<std::string> types_of(const Message& message) {
  std::vector<std::string> types;
  for (const MimePart& part : parse_mime(message).parts) {
    types.push_back(part.content_type.type + "/" + part.content_type.subtype);
  }
  return types;
}

TEST(CharsetRecoding, WritesUtf8AndSaysSo) {
  EXPECT_EQ(changed_text("T35",
                         "Content-Type: text/plain; x=\"charset=no\"; (charset=no)\n"
                         " Charset = \"iso-8859-1\" ; y=z\nContent-Transfer-Encoding: 8bit\n\n"
                         "caf\xE9\n"),
            "Content-Type: text/plain; x=\"charset=no\"; (charset=no)\n Charset = utf-8 ; y=z\n"
            "Content-Transfer-Encoding: 8bit\n\ncaf\xC3\xA9\n");
  EXPECT_EQ(changed_text("T35",
                         "Content-Type: text/plain; charset=koi8-r\n"
                         "Content-Transfer-Encoding: base64\n\n8A==\n"),
            "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n"
            "0J8=\n");
}

TEST(CharsetRecoding, EncodesWhatWasSevenBit) {
  EXPECT_EQ(
      changed_text("T35",
                   "Content-Type: multipart/mixed; boundary=b\n\n--b\n"
                   "Content-Type: text/plain; charset=iso-2022-jp\n\n\x1B$B$F\x1B(B\n--b--\n"),
      "Content-Type: multipart/mixed; boundary=b\n\n--b\n"
      "Content-Type: text/plain; charset=utf-8\n"
      "Content-Transfer-Encoding: quoted-printable\n\n=E3=81=A6\n--b--\n");
}

TEST(CharsetRecoding, LeavesWhatItDoesNotKnow) {
  expect_untouched("T35", "\ncaf\xE9\n");
  expect_untouched("T35", "Content-Type: text/plain; charset=utf-8\n\ncaf\xE9\n");
  expect_untouched("T35", "Content-Type: text/plain; charset=x-odd\n\ncaf\xE9\n");
  expect_untouched("T35", "Content-Type: text/plain; charset=\"ascii//TRANSLIT\"\n\nx\n");
  expect_untouched("T35", "Content-Type: text/plain; charset=gb2312\n\n\xFF\xFF\n");
}

TEST(Base64Wrap, CutsOtherLinesAndKeepsTheCharacters) {
  const std::string data = base64_lines(std::string(100, 'x'));
  const std::string header = "Content-Type: image/gif\r\nContent-Transfer-Encoding: base64\r\n\r\n";

  const Transit wrapped =
      apply("T36", transit_of_octets(header + data), {{"width", std::int64_t{60}}}).out.at(0);

  const std::string_view body = wrapped.message.body().view();
  EXPECT_EQ(body.find("\r\n"), 60U);
  EXPECT_EQ(base64_decode(body), std::string(100, 'x'));
  EXPECT_EQ(apply("T36", wrapped, {{"width", std::int64_t{76}}}).out.at(0).message.to_string(),
            header + data);
  expect_untouched("T36", transit_of_octets(header + "AAA.\r\n"));
  expect_untouched("T36", transit_of_octets(header));
}

constexpr std::string_view kMixed =
    "Subject: s\nContent-Type: multipart/mixed; boundary=m\n\npre\n--m\n"
    "Content-Type: multipart/alternative; boundary=b\n\n--b\n"
    "Content-Type: text/plain; charset=utf-8\nX-A: b\n\ntext\n--b\nContent-Type: text/html\n\n"
    "<p>html</p>\n--b--\n--m\n"
    "Content-Type: application/x-msdownload; name=a.exe\n\nMZ\n--m--\nepi\n";

TEST(Flattening, KeepsTheTextOfAlternativesInside) {
  EXPECT_EQ(changed_text("T44", kMixed),
            "Subject: s\nContent-Type: multipart/mixed; boundary=m\n\npre\n--m\n"
            "Content-Type: text/plain; charset=utf-8\n\ntext\n--m\n"
            "Content-Type: application/x-msdownload; name=a.exe\n\nMZ\n--m--\nepi\n");
}

TEST(Flattening, MakesOnePartOfAnAlternativeMessage) {
  EXPECT_EQ(changed_text("T44",
                         "Content-Type: multipart/alternative; boundary=b\nTo: x@y\n\n--b\n"
                         "Content-Type: text/html; charset=utf-8\n\n<p>a&eacute;&#233;\n--b--\n"),
            "Content-Type: text/plain; charset=\"utf-8\"\n"
            "Content-Transfer-Encoding: quoted-printable\nTo: x@y\n\na&eacute;=C3=A9\n");
  EXPECT_EQ(changed_text("T44", "Content-Type: text/html\nTo: x@y\n\n<b>a</b><br>b <c\n"),
            "Content-Type: text/plain\nTo: x@y\n\na\nb\n");
}

TEST(Flattening, LeavesPlainTextAndSignedMessagesOfIt) {
  expect_untouched("T44", "\n<b>text</b>\n");
  expect_untouched("T44",
                   "Content-Type: multipart/signed; boundary=b\n\n--b\n\ntext\n--b\n"
                   "Content-Type: application/pgp-signature\n\nx\n--b--\n");
  expect_untouched("T44", "Content-Type: multipart/alternative; boundary=b\n\nno part\n");
  expect_untouched("T44", "Content-Type: message/rfc822\n\nContent-Type: text/html\n\n<b>x</b>\n");
}

TEST(HtmlText, LeavesOutWhatIsNotRead) {
  using transforms::html_text;

  EXPECT_EQ(html_text("<style>x</style><!-- y --><p>a  b</p><script>z</script>c", false),
            "a b\r\nc\r\n");
  EXPECT_EQ(html_text("1 < 2 &amp;&lt;&#65;&#x42;&nope;&#xD800;&#233;", true),
            "1 < 2 &<AB&nope;?\xC3\xA9\r\n");
  EXPECT_EQ(html_text("&#233;", false), "?\r\n");
  EXPECT_EQ(html_text("", true), "");
}

TEST(HtmlText, TakesLinearTime) {
  std::string open;
  for (int i = 0; i < 200'000; ++i) open += "<!--<a<script>&#";

  EXPECT_EQ(transforms::html_text(open, true), "");
}

TEST(AttachmentRemoval, PutsANoticeInThePlaceOfBannedParts) {
  EXPECT_EQ(changed_text("T45", kMixed),
            "Subject: s\nContent-Type: multipart/mixed; boundary=m\n\npre\n--m\n"
            "Content-Type: multipart/alternative; boundary=b\n\n--b\n"
            "Content-Type: text/plain; charset=utf-8\nX-A: b\n\ntext\n--b\n"
            "Content-Type: text/html\n\n<p>html</p>\n--b--\n--m\n"
            "Content-Type: text/plain; charset=us-ascii\n\n"
            "An attachment was removed (application/x-msdownload, 2 octets)\n\n--m--\nepi\n");
}

TEST(AttachmentRemoval, GoesBySizeAndByTheEndOfTheName) {
  const ValueMap small{{"limit", std::int64_t{3}}};
  EXPECT_EQ(changed_text("T45", "Content-Type: text/html\nTo: x@y\n\n<b>\n\n", small),
            "Content-Type: text/plain; charset=us-ascii\nTo: x@y\n\n"
            "An attachment was removed (text/html, 7 octets)\n");
  EXPECT_EQ(changed_text("T45",
                         "Content-Type: image/gif\n"
                         "Content-Disposition: attachment; filename=\"a.GIF.Exe\"\n\nx\n"),
            "Content-Type: text/plain; charset=us-ascii\n\n"
            "An attachment was removed (image/gif, 3 octets)\n");
  expect_untouched("T45", "Content-Type: image/gif; name=exe\n\nx\n");
  expect_untouched("T45", "\nab\n", {{"limit", std::int64_t{4}}});
}

TEST(Rebuilding, WritesTheStructureAnew) {
  const Message message =
      after("T47",
            "From: \"A\"<a@b>\nContent-Type: multipart/mixed; z=1; Boundary=m\n\npre\n--m  \n"
            "Content-Type: TEXT/plain; charset=utf-8; format=flowed\n"
            "Content-Transfer-Encoding: base64\n\nY2Fmw6k=\n"
            "--m\nContent-Type: message/rfc822\n\nContent-Type: Text/HTML\n\n<p>\n--m--\nepi\n");

  EXPECT_EQ(types_of(message),
            (std::vector<std::string>{"multipart/mixed", "text/plain", "message/rfc822"}));
  const std::string text = text_of(message);
  EXPECT_TRUE(text.starts_with("From: A <a@b>\nContent-Type: multipart/mixed; boundary=\"----="))
      << text;
  EXPECT_TRUE(
      text.contains("Content-Type: text/plain; charset=\"utf-8\"; format=\"flowed\"\n"
                    "Content-Transfer-Encoding: quoted-printable\n\ncaf=C3=A9\n"))
      << text;
  EXPECT_FALSE(text.contains("pre\n")) << text;
  EXPECT_FALSE(text.contains("epi")) << text;
  EXPECT_TRUE(text.ends_with("--\n")) << text;
}

TEST(Rebuilding, LeavesMalformedTypesAndMultipartsWithoutParts) {
  expect_untouched("reserialise", "Content-Type: what\n\nx\n");
  expect_untouched("reserialise", "From: a@b\n\nx\n");
  EXPECT_EQ(changed_text("reserialise", "Content-Type: multipart/mixed; boundary=b\n\nx\n"),
            "Content-Type: multipart/mixed; boundary=\"b\"\n\nx\n");
}

TEST(Tnef, HoldsSubjectTextAndAttachments) {
  const Message message = after("T48", kMixed);

  EXPECT_EQ(types_of(message),
            (std::vector<std::string>{"multipart/mixed", "text/plain", "application/ms-tnef"}));
  const MimePart part = parse_mime(message).parts.at(2);
  const std::string data = base64_decode_lenient(
      message.body().view().substr(part.body_begin, part.body_end - part.body_begin));
  EXPECT_TRUE(data.starts_with("\x78\x9F\x3E\x22")) << "MS-OXTNEF section 2.1.3.1";
  EXPECT_TRUE(data.contains(std::string("text\0", 5)));
  EXPECT_TRUE(data.contains(std::string("a.exe\0", 6)));
  // Length, data and checksum of the attachment: 'M' + 'Z' is 0xA7.
  EXPECT_TRUE(data.contains(std::string("\x02\x0F\x80\x06\x00\x02\x00\x00\x00MZ\xA7\x00", 13)));
  expect_untouched("T48", "Content-Type: image/gif\n\nx\n");
}

TEST(Digest, HoldsTheMessageAmongOthers) {
  const std::string mail = "From: a@b\r\nDKIM-Signature: x\r\n\r\n.dot\r\n\r\n";

  const Message message = apply("T49", transit_of_octets(mail)).out.at(0).message;

  const MimeTree tree = parse_mime(message);
  EXPECT_TRUE(tree.parts[0].content_type.is("multipart", "digest"));
  EXPECT_GE(tree.parts[0].children.size(), 5U);
  EXPECT_LE(tree.parts[0].children.size(), 20U);
  const auto holds_mail = [&](std::int32_t i) {
    const MimePart& part = tree.parts[static_cast<std::size_t>(i)];
    return message.body().view().substr(part.body_begin, part.body_end - part.body_begin) == mail;
  };
  EXPECT_EQ(std::ranges::count_if(tree.parts[0].children, holds_mail), 1);
}

TEST(Digest, DependsOnTheSeedAlone) {
  const Transit mail = transit_of("From: a@b\n\nx\n");
  const auto digest = [&](std::uint64_t seed) {
    return apply("T49", mail, {}, seed).out.at(0).message.to_string();
  };
  EXPECT_EQ(digest(7), digest(7));
  EXPECT_NE(digest(7), digest(8));
}

}  // namespace
}  // namespace mass
