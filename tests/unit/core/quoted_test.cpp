#include "core/taglist/quoted.hpp"

#include <gtest/gtest.h>

#include <chrono>

#include "tests/unit/core/samples.hpp"

namespace mass {
namespace {

std::string why_not_quoted(std::string_view text, std::string_view repeatable = {}) {
  const auto list = QuotedTagList::parse(text, repeatable);
  return list ? "" : list.error().what;
}

TEST(QuotedTagList, GivesValuesByNameInOrder) {
  const auto list = QuotedTagList::parse(R"( v:"1.1"; h:"imail.example.com"; q:""; b:"nofws:37")");

  ASSERT_TRUE(list);
  EXPECT_EQ(*list->find('v'), "1.1");
  EXPECT_EQ(*list->find('b'), "nofws:37");
  EXPECT_EQ(*list->find('q'), "");
  EXPECT_EQ(list->find('z'), nullptr);
  EXPECT_EQ(list->find('\xE9'), nullptr);
  ASSERT_EQ(list->tags().size(), 4U);
  EXPECT_EQ(list->tags()[1].name, 'h');
}

TEST(QuotedTagList, JoinsAdjacentStrings) {
  const auto list = QuotedTagList::parse("n:\"AB\"\r\n\t\"CD\" \"\"\"EF\"; e:\"x\";\r\n ");

  ASSERT_TRUE(list);
  EXPECT_EQ(*list->find('n'), "ABCDEF");
  EXPECT_EQ(*list->find('e'), "x");
}

TEST(QuotedTagList, ResolvesEscapesAndKeepsEverythingElse) {
  const auto list = QuotedTagList::parse("c:\"a \\\"b\\\" \\\\ \\c;:\r\n\td\xE9\"");

  ASSERT_TRUE(list);
  EXPECT_EQ(*list->find('c'), "a \"b\" \\ c;:\r\n\td\xE9");
}

TEST(QuotedTagList, TakesWhiteSpaceBetweenAllParts) {
  EXPECT_EQ(why_not_quoted("\r\n\ta \t: \r\n \"1\" ; b:\"2\";"), "");
  EXPECT_EQ(why_not_quoted("a:\"1\";b:\"2\""), "");
}

TEST(QuotedTagList, SaysInAFewWordsWhatIsWrong) {
  EXPECT_EQ(why_not_quoted(""), "no tags");
  EXPECT_EQ(why_not_quoted(" \r\n\t"), "no tags");
  EXPECT_EQ(why_not_quoted(R"(z:"home"; a:"x"; z:"home")"), "duplicate z");
  EXPECT_EQ(why_not_quoted(R"(a="x")"), "no colon after a");
  EXPECT_EQ(why_not_quoted("a"), "no colon after a");
  EXPECT_EQ(why_not_quoted("a:x"), "no quoted value of a");
  EXPECT_EQ(why_not_quoted("a:"), "no quoted value of a");
  EXPECT_EQ(why_not_quoted("a:\"x"), "unclosed value of a");
  EXPECT_EQ(why_not_quoted("a:\"x\\\""), "unclosed value of a");
  EXPECT_EQ(why_not_quoted("a:\"x\\"), "unclosed value of a");
  EXPECT_EQ(why_not_quoted("a:\"x\" \"y"), "unclosed value of a");
  EXPECT_EQ(why_not_quoted(R"(A:"x")"), "no tag at \"A:\"x\"\"");
  EXPECT_EQ(why_not_quoted(R"(ab:"x")"), "no colon after a");
  EXPECT_EQ(why_not_quoted(R"(a:"x";; b:"y")"), "no tag at \"; b:\"y\"\"");
  EXPECT_EQ(why_not_quoted(R"(; a:"x")"), "no tag at \"; a:\"x\"\"");
  EXPECT_EQ(why_not_quoted(R"(a:"x" b:"y")"), "no semicolon at \"b:\"y\"\"");
}

TEST(QuotedTagList, RepeatsOnlyTheTagsThatMay) {
  const auto list = QuotedTagList::parse(R"(c:"1"; c:"2"; d:"3"; c:"4")", "c");

  ASSERT_TRUE(list);
  EXPECT_EQ(*list->find('c'), "1");
  EXPECT_EQ(list->tags().size(), 4U);
  EXPECT_EQ(why_not_quoted(R"(c:"1"; c:"2")"), "duplicate c");
}

TEST(QuotedTagList, IsLinearInHostileText) {
  std::string many;
  for (int i = 0; i < 200'000; ++i) many += "c:\"\";";
  const std::string open = "c:\"" + std::string(1'000'000, '\\');
  const std::string pieces = "c:" + [] {
    std::string text;
    for (int i = 0; i < 300'000; ++i) text += "\"\"";
    return text;
  }();
  const auto start = std::chrono::steady_clock::now();

  EXPECT_EQ(why_not_quoted(many, "c"), "");
  EXPECT_EQ(why_not_quoted(open), "unclosed value of c");
  EXPECT_EQ(why_not_quoted(pieces), "");

  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(5));
}

TEST(QuotedTagList, ReadsWhatWasWrittenWhenTextIsRandom) {
  for (std::uint64_t round = 0; round < 20'000; ++round) {
    test::Dice dice(round);
    const std::string value = dice.text("ab\"\\ ;:\r\n\x80", dice.below(24));
    const std::string text =
        "a:" + quoted_pieces(value, 1 + dice.below(9), "\r\n\t") + "; b:" + quoted_value(value);

    const auto list = QuotedTagList::parse(text);

    ASSERT_TRUE(list) << test::seed_note(round);
    ASSERT_EQ(*list->find('a'), value) << test::seed_note(round);
    ASSERT_EQ(*list->find('b'), value) << test::seed_note(round);
  }
}

TEST(QuotedTagList, SurvivesRandomText) {
  for (std::uint64_t round = 0; round < 50'000; ++round) {
    test::Dice dice(round);
    const std::string text = dice.text("ab:::\"\"\"\";; \\\r\n\x80", dice.below(20));
    const auto list = QuotedTagList::parse(text, "b");
    if (!list) continue;
    for (const QuotedTag& tag : list->tags()) {
      ASSERT_TRUE(tag.name == 'a' || tag.name == 'b') << test::seed_note(round);
    }
  }
}

TEST(QuotedPieces, AreNeverWiderThanAskedAndKeepEscapesWhole) {
  EXPECT_EQ(quoted_pieces("abcdef", 4, "|"), "\"abcd\"|\"ef\"");
  EXPECT_EQ(quoted_pieces("abc\"ef", 4, "|"), "\"abc\"|\"\\\"ef\"");
  EXPECT_EQ(quoted_pieces("", 4, "|"), "\"\"");
  EXPECT_EQ(quoted_pieces("\"\"", 1, "|"), "\"\\\"\"|\"\\\"\"") << "an escape is two octets";
}

}  // namespace
}  // namespace mass
