#include <gmock/gmock.h>

#include "../support.hpp"
#include "core/message/codec.hpp"

namespace mass {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

ValueMap settings(std::string_view format) {
  return {{"format", std::string(format)},
          {"list_address", "l@lists.example"},
          {"display_name", "L"},
          {"subject_prefix", "[L] "},
          {"footer", "-- \nlist\n"}};
}

Applied digested(std::string_view format, std::string_view text) {
  return apply("mailman3_digest", transit_of(text), settings(format));
}

std::string mime(std::string_view text) {
  return text_of(digested("mime", text).out.front().message);
}

// The text of a plain digest, decoded where it is base64.
std::string plain(std::string_view text, ValueMap with = settings("plain")) {
  const std::string all =
      text_of(apply("mailman3_digest", transit_of(text), with).out.front().message);
  const std::string body = all.substr(all.find("\n\n") + 2);
  return all.contains("\nContent-Transfer-Encoding: base64\n") ? base64_decode_lenient(body) : body;
}

// What the plain form makes of a message, without masthead and footer.
std::string posting(std::string_view text) {
  const std::string all = plain(text);
  const std::size_t start = all.find("\nMessage: 1\n") + 1;
  return all.substr(start, all.find("\n------------------------------\n", start) - start);
}

std::string contents(std::string_view fields) {
  const std::string all = plain(std::string(fields) + "\n\nx\n");
  const std::size_t start = all.find("Today's Topics:\n\n") + 17;
  return all.substr(start, all.find("\n\n", start) - start);
}

constexpr std::string_view kPart =
    "MIME-Version: 1.0\nContent-Transfer-Encoding: 7bit\nContent-Description: ";

TEST(MailmanDigest, HasTheMessageAsAPart) {
  const std::string out = mime("From: a@b.example\nSubject: [L] s\n\nFrom here\n");

  EXPECT_TRUE(out.starts_with("Content-Type: multipart/mixed; boundary=\"==="));
  EXPECT_THAT(out, HasSubstr("\nMIME-Version: 1.0\nFrom: l-request@lists.example\n"
                             "Subject: L Digest, Vol 1, Issue 1\nTo: l@lists.example\n"
                             "Reply-To: l@lists.example\nDate: "));
  EXPECT_THAT(out,
              HasSubstr(std::string(kPart) + "L Digest, Vol 1, Issue 1\n\nSend L mailing list"));
  EXPECT_THAT(out, HasSubstr("more specific\nthan \"Re: Contents of L digest...\"\n--==="))
      << "filled to 70 columns, without a line end";
  EXPECT_THAT(out, HasSubstr("Content-Type: message/rfc822\nMIME-Version: 1.0\n\n"
                             "From: a@b.example\nSubject: [L] s\nMessage: 1\n\n>From here\n\n--"));
  EXPECT_THAT(out, HasSubstr(std::string(kPart) + "Digest Footer\n\n-- \nlist\n\n--"));
}

TEST(MailmanDigest, FoldsTheMessageAnewButNotSignedParts) {
  const std::string word(50, 'w');
  const std::string field = "X: " + word + " " + word + "\n";

  const std::string out =
      mime(field + "Content-Type: multipart/signed; boundary=b\n\n--b\n" + field + "\nx\n--b--\n");

  EXPECT_THAT(out, HasSubstr("X: " + word + "\n " + word + "\n"));
  EXPECT_THAT(out, HasSubstr("--b\n" + field));
}

TEST(MailmanDigest, IsOneText) {
  const std::string out = plain("From: A <a@b.example>\nSubject: [L] s\n\nhello\n");

  EXPECT_THAT(
      out, HasSubstr("digest...\"\n\nToday's Topics:\n\n   1. s (A)\n\n\n" + std::string(70, '-') +
                     "\n\nMessage: 1\nFrom: A <a@b.example>\n"
                     "Subject: [L] s\n\nhello\n\n" +
                     std::string(30, '-') + "\n\nSubject: Digest Footer\n\n-- \nlist\n\n\n"));
  EXPECT_THAT(out,
              EndsWith("\n\nEnd of L Digest, Vol 1, Issue 1\n*******************************\n"));
}

TEST(MailmanDigest, ListsTheContents) {
  EXPECT_EQ(contents("Subject: re: [l] hello\nFrom: A <a@b.example>"), "   1. re: hello (A)");
  EXPECT_EQ(contents("Subject: =?utf-8?q?=C3=BC?=\nFrom: a@b.example"),
            "   1. \xC3\xBC (a@b.example)");
  EXPECT_EQ(contents("X: 1"), "   1. (no subject)");
  EXPECT_EQ(contents("Subject: " + std::string(60, 's') + "\nFrom: Alice <a@b.example>"),
            "   1. " + std::string(60, 's') + "\n      (Alice)");
}

TEST(MailmanDigest, ShowsEightBitFieldsAsMarks) {
  EXPECT_THAT(posting("Subject: Gr\xFC\xDF\nFrom: a@b.example\n\nx\n"),
              HasSubstr("Subject: Gr\xEF\xBF\xBD\xEF\xBF\xBD\n"));
}

TEST(MailmanDigest, FillsLongFields) {
  const std::string a(40, 'a');
  const std::string b(40, 'b');
  const std::string c(100, 'c');
  EXPECT_EQ(posting("To: " + a + "\n " + b + "\nCc: " + c + "\n\nx\n"),
            "Message: 1\nTo: " + a + "\n\t" + b + "\nCc: " + c.substr(0, 66) + "\n\t" +
                c.substr(66) + "\n\nx\n");
}

TEST(MailmanDigest, DecodesTextsByTheirCharsets) {
  EXPECT_EQ(posting("Content-Type: text/plain; charset=iso-8859-1\n\n\xFC\n"),
            "Message: 1\nContent-Type: text/plain; charset=iso-8859-1\n\n\xC3\xBC\n");
  EXPECT_THAT(posting("Content-Type: text/plain; charset=utf-8\n\n\xE2\x82.\xFF\n"),
              EndsWith("\n\n\xEF\xBF\xBD.\xEF\xBF\xBD\n"));
  EXPECT_THAT(posting("Content-Type: text/plain; charset=nonsense\n\n\xFC\n"),
              EndsWith("\n\n\xEF\xBF\xBD\n"));
  EXPECT_THAT(posting("Content-Type: text/plain; charset=utf-8\n"
                      "Content-Transfer-Encoding: base64\n\nw7wNCmI=\n"),
              EndsWith("\n\n\xC3\xBC\r\nb\n"))
      << "CRLF stays inside an encoding, and a last line gets its end";
  EXPECT_THAT(posting("X: 1\n\n"), EndsWith("Message: 1\n\n\n")) << "no text at all";
}

TEST(MailmanDigest, PutsNotesInThePlaceOfAttachments) {
  const std::string out = posting(
      "Content-Type: multipart/mixed; boundary=b\n\n--b\n\none\n--b\n"
      "Content-Type: image/png; name=\"a b.png\"\nContent-Transfer-Encoding: base64\n"
      "Content-Description: picture\n\nYWJj\n--b\n"
      "Content-Type: message/rfc822\n\nSubject: inner\n\ntwo\n--b--\n");

  EXPECT_EQ(out,
            "Message: 1\nContent-Type: multipart/mixed; boundary=b\n\n"
            "one-------------- next part --------------\n"
            "A message part incompatible with plain text digests has been removed ...\n"
            "Name: a b.png\nType: image/png\nSize: 3 bytes\nDesc: picture\n"
            "-------------- next part --------------\ntwo\n");
}

TEST(MailmanDigest, CountsOctetsAsPythonDecodesThem) {
  const auto size = [](std::string_view encoding, std::string_view text) {
    const std::string out =
        posting("Content-Type: image/x\nContent-Transfer-Encoding: " + std::string(encoding) +
                "\n\n" + std::string(text));
    const std::size_t start = out.find("Size: ") + 6;
    return out.substr(start, out.find(' ', start) - start);
  };
  EXPECT_EQ(size("base64", "YWJj\n"), "3");
  EXPECT_EQ(size("base64", "YWJjZ\n"), "5") << "no whole groups: the text itself";
  EXPECT_EQ(size("uuencode", "begin 644 f\n#86)C\n`\nend\n"), "3");
  EXPECT_EQ(size("uuencode", "86)C\n"), "5") << "no begin";
  EXPECT_EQ(size("8bit", "a\nb\n"), "4") << "lines end in LF";
}

TEST(MailmanDigest, EndsAtALineThatSeparatesMessagesInTheMailbox) {
  const std::string out = mime("Subject: s\n\none\n\x01\x01\x01\x01\ntwo\n");

  EXPECT_THAT(out, HasSubstr("Content-Description: Today's Topics (2 messages)\n"));
  EXPECT_THAT(out, HasSubstr("\nMessage: 2\n"));
  EXPECT_THAT(out, Not(HasSubstr("two")));
}

TEST(MailmanDigest, FailsWhereTheListIsNotAscii) {
  EXPECT_TRUE(
      apply("mailman3_digest", transit_of("A: 1\n\nx\n"), {{"footer", "\xC3\xBC\n"}}).out.empty());
}

TEST(MailmanDigest, TakesOtherTexts) {
  ValueMap with = settings("plain");
  with["masthead"] = "$display_name, ${listname}: $$5, $nothing\n";
  with["header"] = "above\n";
  with["plain_fields"] = std::vector<std::string>{"Subject"};
  with["volume"] = 7;

  const std::string out = plain("From: a@b.example\nSubject: s\n\nx\n", with);

  EXPECT_TRUE(out.starts_with("L, l@lists.example: $5, $nothing\n\nabove\n\n\nToday's Topics:"));
  EXPECT_THAT(out, HasSubstr("\nMessage: 1\nSubject: s\n\nx\n"));
  EXPECT_THAT(out, HasSubstr("\nEnd of L Digest, Vol 7, Issue 1\n"));
}

}  // namespace
}  // namespace mass
