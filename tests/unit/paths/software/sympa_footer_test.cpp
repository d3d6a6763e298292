#include "../support.hpp"
#include "core/message/mime.hpp"
#include "harness/paths/software/sympa/mail_entity.hpp"
#include "harness/paths/software/sympa/mail_words.hpp"

namespace mass {
namespace {

using transforms::MailCharset;

const ValueMap kAppend{{"type", "append"}, {"footer", "foot\r\n"}};
const ValueMap kMime{{"type", "mime"}, {"footer", "foot\r\n"}};
constexpr std::string_view kPart =
    "Content-Type: text/plain; charset=\"UTF-8\"\nContent-Disposition: inline\n"
    "Content-Transfer-Encoding: 8bit\nMIME-Version: 1.0\n\nfoot\n\n";

std::string appended(std::string_view text, const ValueMap& settings = kAppend) {
  return text_of(apply("sympa_footer", transit_of(text), settings).out.front().message);
}

TEST(SympaFooter, IsAppendedToPlainText) {
  EXPECT_EQ(appended("A: b\n\ntext"), "A: b\n\ntext\nfoot\n");
  EXPECT_EQ(appended("A: b\n\n"), "A: b\n\nfoot\n");
  EXPECT_EQ(appended("A: b\n"), "A: b\n\nfoot\n");
  EXPECT_EQ(appended("Content-Length: 3\n\ntext\n"), "Content-length: 10\n\ntext\nfoot\n");
}

TEST(SympaFooter, EncodesEverythingAnew) {
  EXPECT_EQ(appended("Content-Transfer-Encoding: base64\n\ndGV4dA==\n"),
            "Content-Transfer-Encoding: base64\n\ndGV4dA0KZm9vdA0K\n");
  EXPECT_EQ(appended("Content-Transfer-Encoding: quoted-printable\n\n=41=e4=\n b =ZZ \n"),
            "Content-Transfer-Encoding: quoted-printable\n\n=41=e4=\n b =ZZ \n")
      << "not US-ASCII, and nothing else is said";
  EXPECT_EQ(appended("Content-Type: text/plain; charset=iso-8859-1\n"
                     "Content-Transfer-Encoding: quoted-printable\n\n=41=e4=\n b =ZZ \n"),
            "Content-Type: text/plain; charset=iso-8859-1\n"
            "Content-Transfer-Encoding: quoted-printable\n\nA=E4 b =3DZZ\nfoot\n");
}

TEST(SympaFooter, NamesTheCharsetTheTextNeeds) {
  EXPECT_EQ(appended("Content-Type: text/plain; format=flowed; charset=utf-8\n\nascii\n"),
            "Content-Type: text/plain; charset=\"US-ASCII\"; format=\"flowed\"\n"
            "Content-Transfer-Encoding: 7BIT\n\nascii\nfoot\n");
  EXPECT_EQ(appended("Content-Type: text/plain\n\nascii\n",
                     {{"type", "append"}, {"footer", "f\xC3\xBC\xC3\xBC\xC3\xBC\r\n"}}),
            "Content-Type: text/plain; charset=\"UTF-8\"\nContent-Transfer-Encoding: BASE64\n\n"
            "YXNjaWkKZsO8w7zDvAo=\n");
}

TEST(SympaFooter, GoesIntoTheFirstTextOfMultiparts) {
  EXPECT_EQ(appended("Content-Type: multipart/mixed; boundary=b\n\npre\n--b \n\none\n--b\n\ntwo\n"
                     "--b--\nepilogue"),
            "Content-Type: multipart/mixed; boundary=b\n\npre\n--b\n\none\nfoot\n\n--b\n\ntwo\n"
            "--b--\nepilogue\n");
  EXPECT_EQ(
      appended("Content-Type: multipart/alternative; boundary=b\n\n--b\n\none\n--b\n"
               "Content-Type: text/html\n\n<BODY>x</body >\n--b--\n",
               {{"type", "append"}, {"header", "<h>\r\n"}, {"footer", ""}}),
      "Content-Type: multipart/alternative; boundary=b\n\n--b\n\n<h>\none\n--b\n"
      "Content-Type: text/html\n\n<BODY><div style=\"background: transparent; border: none; "
      "clear: both; display: block; float: none; position: static\">&lt;h&gt;</div>x</body >\n"
      "\n--b--\n");
}

TEST(SympaFooter, LeavesAloneWhatItDoesNotFit) {
  for (const std::string_view text :
       {"Content-Type: multipart/signed; boundary=b\n\n--b\n\nx\n--b\n\ny\n--b--\n",
        "Content-Type: application/pdf\n\nx\n", "\n8bit \xC3\xBC without charset\n",
        "Content-Type: text/plain; charset=utf-8\n\nno utf-8: \xFC\n",
        "Content-Disposition: attachment\n\nx\n", "Content-Transfer-Encoding: x-uuencode\n\nx\n",
        "Content-Type: message/rfc822\n\nA: b\n\nx\n", "Content-Type: multipart/mixed\n\nx\n"}) {
    expect_untouched("sympa_footer", text, kAppend);
  }
  expect_untouched("sympa_footer", "\nx", {{"type", "append"}, {"footer", ""}});
  expect_untouched("sympa_footer", "\nx", {{"type", "mime"}, {"footer", ""}});
  expect_untouched("sympa_footer",
                   "Content-Type: application/pkcs7-mime; smime-type=Signed-Data\n\nx", kMime);
  expect_untouched("sympa_footer",
                   "Content-Type: Multipart/Encrypted; boundary=b\n\n--b\n\nx\n--b--", kMime);
}

TEST(SympaFooter, IsAPartOfANewMultipart) {
  const Transit out =
      apply("sympa_footer", transit_of("A: b\nContent-Type: text/html\nMIME-Version: 1.0\n\nx"),
            kMime)
          .out.front();
  const ContentType type = parse_content_type(out.message.find("Content-Type")->value());
  const std::string line = "--" + std::string(type.parameter("boundary"));
  EXPECT_EQ(names_of(out.message), (std::vector<std::string>{"A", "MIME-Version", "Content-type"}));
  EXPECT_EQ(text_of(out.message).substr(text_of(out.message).find("\n\n") + 2),
            "This is a multi-part message in MIME format...\n\n" + line +
                "\nContent-Type: text/html\n\nx\n" + line + "\n" + std::string(kPart) + line +
                "--\n");
}

TEST(SympaFooter, IsAFurtherPartOfAMultipart) {
  EXPECT_EQ(appended("Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: "
                     "message/rfc822\n\nS: t\n\nx\n--b--\n",
                     kMime),
            "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: message/rfc822\n\nS: "
            "t\n\nx\n--b\n" +
                std::string(kPart) + "--b--\n");
}

TEST(SympaFooter, EndsOnHostileMessages) {
  std::string deep;
  for (int i = 0; i < 3000; ++i) deep += "Content-Type: message/rfc822\n\n";
  std::string boundaries = "Content-Type: multipart/mixed; boundary=b\n\n";
  for (int i = 0; i < 20000; ++i) boundaries += "--b\n";
  std::string nested;
  for (int i = 0; i < 500; ++i) {
    nested += "Content-Type: multipart/mixed; boundary=b" + std::to_string(i) + "\n\n--b" +
              std::to_string(i) + "\n";
  }
  std::string tags = "Content-Type: text/html\n\n";
  for (int i = 0; i < 20000; ++i) tags += "</body ";
  for (const std::string& text : {deep, boundaries, nested, tags}) {
    EXPECT_EQ(apply("sympa_footer", transit_of(text), kAppend).out.size(), 1U);
    EXPECT_EQ(apply("sympa_footer", transit_of(text), kMime).out.size(), 1U);
  }
}

// Expectations made with MIME::QuotedPrint.
TEST(SympaQuotedPrintable, IsThatOfPerl) {
  using transforms::decode_mail_quoted_printable;
  using transforms::encode_mail_quoted_printable;
  EXPECT_EQ(encode_mail_quoted_printable("a \n.\nFrom x\n\tb\xFC", true),
            "a=20\n=2E\n=46rom x\n\tb=FC=\n");
  EXPECT_EQ(encode_mail_quoted_printable(std::string(76, 'x') + "\n", true),
            std::string(76, 'x') + "\n");
  EXPECT_EQ(encode_mail_quoted_printable(std::string(77, 'x') + "\n", true),
            std::string(75, 'x') + "=\nxx\n");
  EXPECT_EQ(encode_mail_quoted_printable("a\nb", false), "a=0A=\nb=\n");
  EXPECT_EQ(decode_mail_quoted_printable("a  \nb= \nc=4 =e4=\r\n d\t"), "a\nbc=4 \xE4 d\t");
}

// Expectations made with Perl's pack.
TEST(SympaUu, IsThatOfPerl) {
  using transforms::decode_mail_uu;
  using transforms::encode_mail_uu;
  EXPECT_EQ(encode_mail_uu("Cat\n\xFF", "a b"), "begin 644 a b\n%0V%T\"O\\`\nend\n");
  EXPECT_EQ(decode_mail_uu("begin 600 x\n%0V%T\"O\\`\n#too\nend\n%0V%T\"O\\`\n"), "Cat\n\xFF");
  EXPECT_EQ(decode_mail_uu("no start\n%0V%T\"O\\`\n"), "");
  EXPECT_EQ(encode_mail_uu("", ""), "begin 644 \nend\n");
}

// Expectations made with MIME::EncWords.
TEST(SympaWords, FoldAtSeventySixColumns) {
  const auto words = [](std::u32string_view text, const char* charset) {
    return transforms::encode_mail_words(text, *MailCharset::find(charset), {.field = "Subject"});
  };
  EXPECT_EQ(words(std::u32string(30, U'\u00E9'), "utf-8"),
            "=?UTF-8?B?w6nDqcOpw6nDqcOpw6nDqcOpw6nDqcOpw6nDqcOpw6nDqcOpw6k=?=\n"
            " =?UTF-8?B?w6nDqcOpw6nDqcOpw6nDqcOpw6nDqQ==?=");
  EXPECT_EQ(words(U"a \u20AC b", "iso-8859-1"), "a =?ISO-8859-1?Q?=80?= b");
  EXPECT_EQ(words(U"a \u65E5 b", "iso-8859-1"), "a =?UTF-8?B?5pel?= b");
  EXPECT_EQ(words(U"", "utf-8"), "");
}

TEST(SympaWords, KeepCharactersWithoutTable) {
  EXPECT_EQ(MailCharset::find("gb2312")->decode("\xC6"), std::nullopt);
  EXPECT_EQ(MailCharset::find("gb2312")->encode(*MailCharset::find("gb2312")->decode("a\xC6\xFB")),
            "a\xC6\xFB");
  EXPECT_EQ(MailCharset::find("iso-2022-jp")
                ->encode(*MailCharset::find("iso-2022-jp")->decode("\x1B$@$\"\x1B(Ja\xFFlost")),
            "\x1B$B$\"\x1B(Ba");
  EXPECT_EQ(MailCharset::find("x-none"), std::nullopt);
}

}  // namespace
}  // namespace mass
