#include "core/taglist/taglist.hpp"

#include <gtest/gtest.h>

#include "tests/unit/core/samples.hpp"

namespace mass {
namespace {

using namespace std::string_literals;

constexpr TagRules kDomainKeys{};
constexpr TagRules kLong{.single_letter_names = false};

std::string why_not(std::string_view text, const TagRules& rules = kDomainKeys) {
  const auto list = TagList::parse(text, rules);
  return list ? "" : list.error().what;
}

TEST(TagList, GivesValuesByName) {
  const auto list = TagList::parse("a=rsa-sha1; s=x; b=AB==; q=", kDomainKeys);

  ASSERT_TRUE(list);
  EXPECT_EQ(*list->find("a"), "rsa-sha1");
  EXPECT_EQ(*list->find("b"), "AB==");
  EXPECT_EQ(*list->find("q"), "");
  EXPECT_EQ(list->find("z"), nullptr);
  EXPECT_EQ(list->tags().size(), 4U);
}

TEST(TagList, TrimsBlanksAndFoldsAroundNameAndValueOnly) {
  const auto list = TagList::parse(" a\r\n\t= rsa\r\n -sha1 \t; b =\r\n x", kDomainKeys);

  ASSERT_TRUE(list);
  EXPECT_EQ(*list->find("a"), "rsa\r\n -sha1");
  EXPECT_EQ(*list->find("b"), "x");
}

TEST(TagList, MayEndInASemicolon) {
  for (const std::string_view text : {"a=1;", "a=1 ;", "a=1;\r\n ", " a=1 ; "}) {
    const auto list = TagList::parse(text, kDomainKeys);

    ASSERT_TRUE(list) << text;
    EXPECT_EQ(list->tags().size(), 1U) << text;
  }
}

TEST(TagList, MayBeEmpty) {
  for (const std::string_view text : {"", " ", "\r\n\t"}) {
    const auto list = TagList::parse(text, kDomainKeys);

    ASSERT_TRUE(list) << text;
    EXPECT_TRUE(list->tags().empty());
  }
}

TEST(TagList, IsMalformedWhenAPairIs) {
  for (const std::string_view text : {";", "a=1;;b=2", ";a=1", "a=1;;", "a", "a=1; b", "=1", "1=a",
                                      "a =1;a=2", "A=1", "ab=1", "a b=1", "a=\x01", "\xE9=1"}) {
    const auto list = TagList::parse(text, kDomainKeys);

    ASSERT_FALSE(list) << text;
    EXPECT_EQ(list.error().code, Errc::malformed) << text;
  }
  EXPECT_FALSE(TagList::parse("a=x\0y"s, kDomainKeys));
}

TEST(TagList, SaysWhichPairIsWrong) {
  EXPECT_EQ(why_not("a=1; bee"), "tag list: pair 2 \"bee\": no \"=\"");
  EXPECT_EQ(why_not("a=1;b=2;a=3"), "tag list: pair 3 \"a=3\": this tag stands twice");
  EXPECT_EQ(why_not("a=1;;"), "tag list: pair 2 \"\": nothing between semicolons");
}

TEST(TagList, KeepsOctetsOverAscii) {
  const auto list = TagList::parse("n=\xC3\xA9\xFF", kDomainKeys);

  ASSERT_TRUE(list);
  EXPECT_EQ(*list->find("n"), "\xC3\xA9\xFF");
}

TEST(TagList, TakesLongNamesWhenAllowed) {
  const auto list = TagList::parse("bh=1; x_2=2; A=3; a=4", kLong);

  ASSERT_TRUE(list);
  EXPECT_EQ(*list->find("bh"), "1");
  EXPECT_EQ(*list->find("x_2"), "2");
  EXPECT_EQ(*list->find("A"), "3");
  EXPECT_EQ(*list->find("a"), "4");
  EXPECT_FALSE(TagList::parse("2x=1", kLong));
  EXPECT_FALSE(TagList::parse("_x=1", kLong));
  EXPECT_FALSE(TagList::parse("x-y=1", kLong));
}

TEST(TagList, TakesTheLastOfDuplicatesWhenAllowed) {
  const auto list = TagList::parse("a=1; b=2; a=3", {.duplicates_last_wins = true});

  ASSERT_TRUE(list);
  EXPECT_EQ(*list->find("a"), "3");
  EXPECT_EQ(list->tags().size(), 2U);
}

TEST(TagList, ReadsUpperCaseNamesWhenAllowed) {
  const auto list = TagList::parse("A=1", {.fold_name_case = true});

  ASSERT_TRUE(list);
  EXPECT_EQ(*list->find("a"), "1");
  EXPECT_FALSE(TagList::parse("A=1; a=2", {.fold_name_case = true}));
}

TEST(TagList, SurvivesRandomText) {
  int well_formed = 0;
  for (std::uint64_t round = 0; round < 50'000; ++round) {
    test::Dice dice(round);
    const std::string text = dice.text("ab=;; \r\n\t\x80", dice.below(16));
    const auto list = TagList::parse(text, kLong);
    if (!list) continue;
    ++well_formed;
    for (const Tag& tag : list->tags()) {
      ASSERT_EQ(list->find(tag.name), &tag.value) << test::seed_note(round);
      ASSERT_NE(text.find(tag.value), std::string::npos) << test::seed_note(round);
    }
  }
  EXPECT_GT(well_formed, 100);
}

}  // namespace
}  // namespace mass
