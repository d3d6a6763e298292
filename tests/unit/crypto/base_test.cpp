#include <gtest/gtest.h>

#include <set>

#include "core/base/cost.hpp"
#include "core/base/error.hpp"
#include "core/base/ids.hpp"
#include "core/base/text.hpp"
#include "core/base/time.hpp"
#include "core/base/utf8.hpp"
#include "core/base/value.hpp"

namespace mass {
namespace {

using namespace std::string_literals;

TEST(MakeId, IsBlake2bOfFramedParts) {
  // Computed with an independent BLAKE2b over the count and the length-prefixed parts.
  EXPECT_EQ(make_id({"corpus", "a.eml"}), "eaa09d916cf0118f369a665595671232");
}

TEST(MakeId, DiffersWhenPartsAreCutElsewhere) {
  const std::set<std::string> ids{make_id({"ab", "c"}), make_id({"a", "bc"}), make_id({"abc"}),
                                  make_id({"abc", ""}), make_id({"", "abc"}), make_id({})};

  EXPECT_EQ(ids.size(), 6U);
}

TEST(IdBuilder, DoesNotDependOnHowDataArrives) {
  IdBuilder whole;
  IdBuilder pieces;

  whole.add("hello world");
  for (const char* piece : {"hello", "", " wor", "ld"}) pieces.add(piece);

  EXPECT_EQ(whole.finish(), "1dd48ba9e75aac570cb378aa463834dd");
  EXPECT_EQ(pieces.finish(), "1dd48ba9e75aac570cb378aa463834dd");
}

TEST(Text, ComparesWithoutAsciiCaseOnly) {
  EXPECT_TRUE(iequals("DomainKey-Signature", "domainkey-SIGNATURE"));
  EXPECT_FALSE(iequals("\xC4", "\xE4")) << "octets over 127 have no case";
  EXPECT_FALSE(iequals("[", "{")) << "neighbours of the letters have no case";
  EXPECT_TRUE(istarts_with("Subject: x", "SUBJECT"));
  EXPECT_FALSE(istarts_with("Sub", "Subject"));
}

TEST(Text, FindsWithoutCase) {
  EXPECT_EQ(ifind("a BOUNDARY=x", "boundary"), 2U);
  EXPECT_EQ(ifind("xAxA", "a", 2), 3U);
  EXPECT_EQ(ifind("abc", "abcd"), std::string_view::npos);
  EXPECT_EQ(ifind("abc", "a", 4), std::string_view::npos);
  EXPECT_EQ(ifind("abc", "", 3), 3U);
}

TEST(Text, TrimsAndDropsMailWhiteSpaceOnly) {
  EXPECT_EQ(trim(" \t\r\n a b \r\n"), "a b");
  EXPECT_EQ(trim(" \t\r\n"), "");
  EXPECT_EQ(trim("\v x"), "\v x");
  EXPECT_EQ(without_whitespace(" a\t\r\nb\vc "), "ab\vc");
}

TEST(Split, KeepsEmptyParts) {
  using Parts = std::vector<std::string_view>;

  EXPECT_EQ(split("a;;b;", ';'), (Parts{"a", "", "b", ""}));
  EXPECT_EQ(split("", ';'), Parts{""});
}

TEST(ParseDecimal, TakesWholeNumbersOnly) {
  EXPECT_EQ(parse_decimal("18446744073709551615"), UINT64_MAX);
  EXPECT_EQ(parse_decimal("007"), 7U);
  for (const char* bad : {"", "18446744073709551616", "-1", "+1", " 1", "1 ", "0x1", "1.0"}) {
    EXPECT_FALSE(parse_decimal(bad)) << bad;
  }
}

TEST(Hex, ReadsWhatItWrites) {
  const std::string octets = "\x00\x7F\x80\xFF"s;

  EXPECT_EQ(to_hex(octets), "007f80ff");
  EXPECT_EQ(from_hex("007F80fF"), octets);
  EXPECT_FALSE(from_hex("0"));
  EXPECT_FALSE(from_hex("0g"));
}

TEST(LineEnds, ChangeWholePairsOnly) {
  EXPECT_EQ(with_lf_ends("a\r\nb\rc\n\r"), "a\nb\rc\n\r");
  EXPECT_EQ(with_crlf_ends("a\nb\rc\r\n"), "a\r\nb\rc\r\r\n");
}

TEST(Percent, ReadsWhatItWritesAndKeepsTheRest) {
  EXPECT_EQ(percent_decode_lenient(percent_encode("a b%\xFF")), "a b%\xFF");
  EXPECT_EQ(percent_decode_lenient("%4%zz%e9+%"), "%4%zz\xE9+%");
}

TEST(Utf8, WritesWhatItReads) {
  for (const std::uint32_t code : {0x41U, 0xFCU, 0x20ACU, 0x1F600U, 0x10FFFFU}) {
    std::string text;
    append_utf8(text, code);
    EXPECT_EQ(first_character(text).code, code);
    EXPECT_EQ(first_character(text).octets, text.size());
  }
  EXPECT_TRUE(is_utf8(""));
  EXPECT_TRUE(is_utf8("Gr\xC3\xBC"));
  EXPECT_FALSE(is_utf8("Gr\xFC"));
}

TEST(Printable, ShowsWhatATerminalWouldObey) {
  EXPECT_EQ(printable("a\x1B[31m\r\n\x7F"), "a\\x1B[31m\\x0D\\x0A\\x7F");
  EXPECT_EQ(printable("\xC2\x9B"), "\\u{009B}") << "a control character of 8 bits";
  EXPECT_EQ(printable("a\xE2\x80\xAE"), "a\\u{202E}") << "turns the text around";
  EXPECT_EQ(printable("gr\xC3\xBC\xC3\x9F \xF0\x9F\x98\x80"),
            "gr\xC3\xBC\xC3\x9F \xF0\x9F\x98\x80");
}

TEST(Printable, ShowsOctetsThatAreNotUtf8) {
  EXPECT_EQ(printable("\xFF\xC3"), "\\xFF\\xC3");
  EXPECT_EQ(printable("\xC0\xAF"), "\\xC0\\xAF") << "overlong";
  EXPECT_EQ(printable("\xE0\x80\xAF"), "\\xE0\\x80\\xAF") << "overlong";
  EXPECT_EQ(printable("\xED\xA0\x80"), "\\xED\\xA0\\x80") << "surrogate";
  EXPECT_EQ(printable("\xF4\x90\x80\x80"), "\\xF4\\x90\\x80\\x80") << "over U+10FFFF";
  EXPECT_EQ(printable("\xF0\x9F\x98"), "\\xF0\\x9F\\x98") << "cut short";
}

TEST(Printable, CutsBetweenCharacters) {
  EXPECT_EQ(printable("abcd", 4), "abcd");
  EXPECT_EQ(printable("abcde", 4), "abcd...");
  EXPECT_EQ(printable("abc\xC3\xBC", 4), "abc...");
}

TEST(Nearest, FindsSlipsOfThePen) {
  const std::vector<std::string> names{"seed", "schemes", "paths", "corpora"};

  EXPECT_EQ(nearest("seeed", names), "seed");
  EXPECT_EQ(nearest("PATH", names), "paths");
  EXPECT_EQ(nearest("schmes", names), "schemes");
  EXPECT_FALSE(nearest("threads", std::vector<std::string>{"corpora"}));
  EXPECT_FALSE(nearest("xy", std::vector<std::string>{"ab"})) << "nothing in common";
  EXPECT_FALSE(nearest("x", {}));
}

TEST(Nearest, PrefersTheFirstOfEquals) {
  EXPECT_EQ(nearest("cat", std::vector<std::string>{"bat", "car"}), "bat");
}

TEST(Nearest, IsCheapForLongNames) {
  EXPECT_FALSE(nearest(std::string(10'000'000, 'x'), std::vector<std::string>{"seed"}));
}

TEST(MailDate, WritesRfc5322) {
  EXPECT_EQ(mail_date(from_unix(1091826114)), "Fri, 06 Aug 2004 21:01:54 +0000");
  EXPECT_EQ(mail_date(from_unix(0)), "Thu, 01 Jan 1970 00:00:00 +0000");
  EXPECT_EQ(mail_date(from_unix(-1)), "Wed, 31 Dec 1969 23:59:59 +0000");
  EXPECT_EQ(mail_date(from_unix(951782400)), "Tue, 29 Feb 2000 00:00:00 +0000");
}

TEST(DayNumber, RoundsDown) {
  EXPECT_EQ(day_number(from_unix(86399)), 0);
  EXPECT_EQ(day_number(from_unix(86400)), 1);
  EXPECT_EQ(day_number(from_unix(-1)), -1);
}

TEST(ValueText, ReadsLikeAPersonWroteIt) {
  EXPECT_EQ(to_text(true), "true");
  EXPECT_EQ(to_text(std::int64_t{-7}), "-7");
  EXPECT_EQ(to_text("nofws"s), "nofws");
  EXPECT_EQ(to_text(std::vector{"from"s, "to"s, "from"s}), "from, to, from");
  EXPECT_EQ(to_text(std::vector<std::string>{}), "");
}

TEST(CostMeter, AddsEveryCount) {
  const CostMeter once{1, 2, 3, 4, 5, 6, 7, 8, 9};
  CostMeter sum = once;

  sum += once;

  EXPECT_EQ(sum, (CostMeter{2, 4, 6, 8, 10, 12, 14, 16, 18}));
}

TEST(FailIn, PutsTheContextInFront) {
  const Result<int> inner = fail(Errc::io, "no such file");

  const Result<int> outer = fail_in("open x", inner.error());

  EXPECT_EQ(outer.error().what, "open x: no such file");
  EXPECT_EQ(outer.error().code, Errc::io);
  EXPECT_EQ(outer.error().where.line(), inner.error().where.line());
}

}  // namespace
}  // namespace mass
