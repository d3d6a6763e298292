#include "core/message/codec.hpp"

#include <gtest/gtest.h>

#include "core/base/text.hpp"
#include "tests/unit/core/samples.hpp"

namespace mass {
namespace {

using namespace std::string_literals;

std::size_t longest_line(std::string_view text) {
  std::size_t longest = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find("\r\n", at), text.size());
    longest = std::max(longest, end - at);
    at = end + 2;
  }
  return longest;
}

TEST(Base64, EncodesTheExamplesOfItsStandard) {
  const std::vector<std::pair<std::string, std::string>> examples{
      {"", ""},
      {"f", "Zg=="},
      {"fo", "Zm8="},
      {"foo", "Zm9v"},
      {"foob", "Zm9vYg=="},
      {"fooba", "Zm9vYmE="},
      {"foobar", "Zm9vYmFy"}};  // RFC 4648 section 10

  for (const auto& [octets, text] : examples) {
    EXPECT_EQ(base64_encode(octets), text);
    EXPECT_EQ(base64_decode(text), octets);
    EXPECT_EQ(base64_decode_lenient(text), octets);
  }
}

TEST(Base64, RefusesWhatIsNotBase64WhenStrict) {
  EXPECT_EQ(base64_decode(" Zm 9v\r\n\tYg==\r\n"), "foob");
  for (const std::string_view text : {"Zg", "Zg=", "Z", "Zg===", "=", "====", "Zm9v=", "Zg==Zg==",
                                      "Zm-v", "Zm9v!", "Zg=a", "Zm9vYg=\xC3"}) {
    EXPECT_EQ(base64_decode(text), std::nullopt) << text;
  }
}

TEST(Base64, SkipsWhatIsNotBase64WhenLenient) {
  EXPECT_EQ(base64_decode_lenient("Zm-9!v\r\nYg"), "foob");
  EXPECT_EQ(base64_decode_lenient("Zg==Zm9v"), "f");
  EXPECT_EQ(base64_decode_lenient("Z"), "");
  EXPECT_EQ(base64_decode_lenient("Zm9vY"), "foo");
}

TEST(Base64, BreaksLines) {
  EXPECT_EQ(base64_lines("foobar", 4), "Zm9v\r\nYmFy\r\n");
  EXPECT_EQ(base64_lines("foob", 4), "Zm9v\r\nYg==\r\n");
  EXPECT_EQ(base64_lines(""), "");
  EXPECT_EQ(longest_line(base64_lines(std::string(1000, 'x'))), 76U);
}

TEST(QuotedPrintable, EncodesOnlyWhatItMust) {
  EXPECT_EQ(quoted_printable_encode("a=b\r\n"), "a=3Db\r\n");
  EXPECT_EQ(quoted_printable_encode("caf\xC3\xA9\r\n"), "caf=C3=A9\r\n");
  EXPECT_EQ(quoted_printable_encode("a \r\nb\t\r\n c\td\r\n"), "a=20\r\nb=09\r\n c\td\r\n");
  EXPECT_EQ(quoted_printable_encode("a "), "a=20");
  EXPECT_EQ(quoted_printable_encode("a\rb\nc\0\x7F"s), "a=0Db=0Ac=00=7F"s.substr(0, 15));
  EXPECT_EQ(quoted_printable_encode("a\r\r\n"), "a=0D\r\n");
  EXPECT_EQ(quoted_printable_encode(".\r\nFrom me\r\n\r\n"), ".\r\nFrom me\r\n\r\n");
  EXPECT_EQ(quoted_printable_encode(""), "");
}

TEST(QuotedPrintable, BreaksLongLinesSoftly) {
  const std::string full(76, 'x');

  EXPECT_EQ(quoted_printable_encode(full + "\r\n"), full + "\r\n");
  EXPECT_EQ(quoted_printable_encode(full + "x\r\n"), full.substr(1) + "=\r\nxx\r\n");
  EXPECT_EQ(quoted_printable_encode(full.substr(3) + "\xE9\r\n"), full.substr(3) + "=E9\r\n");
  EXPECT_EQ(quoted_printable_encode(full.substr(2) + "\xE9\r\n"), full.substr(2) + "=\r\n=E9\r\n");
  EXPECT_EQ(quoted_printable_encode(full.substr(3) + "\xE9y\r\n"),
            full.substr(3) + "=\r\n=E9y\r\n");
}

TEST(QuotedPrintable, DecodesWhatRelaysMakeOfIt) {
  EXPECT_EQ(quoted_printable_decode("caf=C3=a9=\r\n!\r\n"), "caf\xC3\xA9!\r\n");
  EXPECT_EQ(quoted_printable_decode("a= \t\r\nb"), "ab") << "blanks added behind a soft line break";
  EXPECT_EQ(quoted_printable_decode("a \t\r\nb"), "a\r\nb") << "RFC 2045 section 6.7 rule 3";
  EXPECT_EQ(quoted_printable_decode("a=20\r\n"), "a \r\n");
  EXPECT_EQ(quoted_printable_decode("a="), "a") << "the CRLF may belong to a boundary";
  EXPECT_EQ(quoted_printable_decode("=4 =ZZ =4"), "=4 =ZZ =4");
  EXPECT_EQ(quoted_printable_decode("=3D3D"), "=3D");
}

TEST(QuotedPrintable, DecodesWhatItEncodes) {
  for (std::uint64_t round = 0; round < 20'000; ++round) {
    test::Dice dice(round);
    const std::size_t width = 4 + dice.below(80);
    const std::string text = dice.text("\r\n\r\n \t=aaaaa.\xA0", dice.below(200));

    const std::string encoded = quoted_printable_encode(text, width);

    ASSERT_EQ(quoted_printable_decode(encoded), text) << test::seed_note(round);
    ASSERT_LE(longest_line(encoded), width) << test::seed_note(round);
  }
}

TEST(EncodedWords, AreDecoded) {
  std::string charset;

  EXPECT_EQ(decode_words("=?UTF-8?Q?J=C3=B6_e?= x", &charset), "J\xC3\xB6 e x");
  EXPECT_EQ(charset, "UTF-8");
  EXPECT_EQ(decode_words("Re: =?iso-8859-1*de?b?YfY=?= ok", &charset), "Re: a\xF6 ok");
  EXPECT_EQ(charset, "iso-8859-1");
  EXPECT_EQ(decode_words("plain", &charset), "plain");
  EXPECT_EQ(charset, "");
}

TEST(EncodedWords, JoinWhenTheyStandSideBySide) {
  EXPECT_EQ(decode_words("=?x?Q?a?= =?x?Q?b?=\r\n\t=?x?Q?c?= d =?x?Q?e?="), "abc d e");
  EXPECT_EQ(decode_words("=?x?Q?a?= =?x?Q?b?"), "a =?x?Q?b?");
}

TEST(EncodedWords, StayWhenTheyAreMalformed) {
  for (const std::string_view word :
       {"=?", "=?x", "=?x?q?", "=?x?q?a", "=?x?q?a?",
        "=??q?a?=", "=?x?z?a?=", "=?x?q?=4?=", "=?x?q?=ZZ?=", "=?x?q?a b?=", "=?x?b?a*b?=",
        "=?x?b?a?=", "=?x?b?Zg==Zg?=", "=?x y?q?a?="}) {
    EXPECT_EQ(decode_words(word), word);
  }
  EXPECT_EQ(decode_words("=?x?b?Zm8?="), "fo") << "missing padding is common";
  EXPECT_EQ(decode_words("=?=?x?q?a?="), "=?a");
}

TEST(EncodedWords, AreWritten) {
  EXPECT_EQ(encode_words("J\xC3\xB6 e?", "utf-8", 'Q'), "=?utf-8?Q?J=C3=B6_e=3F?=");
  EXPECT_EQ(encode_words("foob", "utf-8", 'B'), "=?utf-8?B?Zm9vYg==?=");
  EXPECT_EQ(encode_words("", "utf-8", 'B'), "");
}

TEST(EncodedWords, SplitBetweenCharacters) {
  std::string text;
  for (int i = 0; i < 100; ++i) text += i % 2 == 0 ? "\xE2\x82\xAC" : "\xF0\x9F\x93\xA7";
  for (const char encoding : {'Q', 'B'}) {
    const std::string words = encode_words(text, "utf-8", encoding);

    EXPECT_GT(longest_line(words), 60U);
    for (std::string_view word : split(words, '\n')) {
      word = trim(word);
      const std::string part = decode_words(word);
      EXPECT_LE(word.size(), 75U);
      EXPECT_EQ(static_cast<unsigned char>(part.front()) & 0xE0U, 0xE0U) << part;
    }
  }
}

TEST(EncodedWords, DecodeToWhatWasEncoded) {
  for (std::uint64_t round = 0; round < 5000; ++round) {
    test::Dice dice(round);
    const std::string text = dice.octets(1 + dice.below(150));
    for (const char encoding : {'Q', 'B'}) {
      const std::string words = encode_words(text, "utf-8", encoding);

      ASSERT_EQ(decode_words(words), text) << test::seed_note(round);
      ASSERT_LE(longest_line(words), 76U) << test::seed_note(round);  // A fold adds one blank.
    }
  }
}

TEST(Unfold, DeletesOnlyFolds) {
  EXPECT_EQ(unfold(" a\r\n b\r\n\tc"), " a b\tc");
  EXPECT_EQ(unfold("a\r\nb"), "a\r\nb");
  EXPECT_EQ(unfold("a\n b\r c\r\n"), "a\n b\r c\r\n");
  EXPECT_EQ(unfold("a\r\n\r\n b"), "a\r\n b");
}

TEST(Refold, BreaksAtTheLastBlankThatFits) {
  EXPECT_EQ(refold(" aaa bbb ccc", 8, 16, '\t'), " aaa bbb\r\n\tccc");
  EXPECT_EQ(refold(" aaa bbb ccc", 8, 20, '\t'), " aaa bbb ccc");
  EXPECT_EQ(refold(" aaa bbb ccc", 8, 19, ' '), " aaa bbb\r\n ccc");
  EXPECT_EQ(refold(" aaa\r\n\tbbb", 0, 80, ' '), " aaa\tbbb");
  EXPECT_EQ(refold(" aaa  \t bbb", 0, 6, ' '), " aaa\r\n bbb");
}

TEST(Refold, NeverMakesALineOfBlanksOrABareName) {
  EXPECT_EQ(refold(" " + std::string(90, 'x'), 8, 76, ' '), " " + std::string(90, 'x'));
  EXPECT_EQ(refold(" aaa bbb   ", 0, 5, ' '), " aaa\r\n bbb   ");
  EXPECT_EQ(refold("   ", 76, 76, ' '), "   ");
  EXPECT_EQ(refold("", 8, 76, ' '), "");
}

TEST(Refold, KeepsTheWordsAndTheWidth) {
  for (std::uint64_t round = 0; round < 20'000; ++round) {
    test::Dice dice(round);
    const std::string value = " " + dice.text("aaaaa \t", dice.below(80)) + "z";

    const std::string folded = refold(value, 5, 20, '\t');

    ASSERT_EQ(without_whitespace(folded), without_whitespace(value)) << test::seed_note(round);
    for (std::string_view line : split(folded, '\n')) {
      const bool is_single_word = trim(line).find_first_of(" \t") == std::string_view::npos;
      const std::size_t start = line.data() == folded.data() ? 5 : 0;
      ASSERT_FALSE(trim(line).empty()) << test::seed_note(round);
      ASSERT_TRUE(is_single_word || start + trim(line).size() <= 20) << test::seed_note(round);
    }
  }
}

}  // namespace
}  // namespace mass
