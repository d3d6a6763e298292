#include "harness/json/places.hpp"

#include <gtest/gtest.h>

namespace mass {
namespace {

TextPlace value_place(std::string_view text, const std::string& pointer) {
  return TextLines(text).at(find_places(text).entries.at(pointer).value);
}

TEST(TextLines, CountsCharactersNotOctets) {
  const std::string_view text = "ab\n\xC3\xA9\xE2\x82\xAC=x\n";

  const TextPlace place = TextLines(text).at(8);

  EXPECT_EQ(place.line, 2U);
  EXPECT_EQ(place.column, 3U);
}

TEST(TextLines, StaysAtTheEndWhenTheOffsetLiesBehindIt) {
  const TextPlace place = TextLines("ab\nc").at(100);

  EXPECT_EQ(place.line, 2U);
  EXPECT_EQ(place.column, 2U);
}

TEST(JsonPlaces, FindsKeysAndValuesBetweenComments) {
  const std::string_view text =
      "// {\"no\": 1}\n"
      "{\n"
      "  \"a\": /* \"b\": */ [1, // ]\n"
      "    {\"b/c\" : \"x\\\"}\"}]\n"
      "}\n";

  const JsonPlaces places = find_places(text);

  EXPECT_EQ(value_place(text, "/a/0").line, 3U);
  EXPECT_EQ(value_place(text, "/a/0").column, 20U);
  EXPECT_EQ(value_place(text, "/a/1/b~1c").line, 4U);
  EXPECT_EQ(value_place(text, "/a/1/b~1c").column, 14U);
  EXPECT_EQ(TextLines(text).at(places.entries.at("/a").key).column, 3U);
  EXPECT_EQ(places.entries.size(), 5U);
}

TEST(JsonPlaces, ListsKeysThatStandTwiceInOneObject) {
  const JsonPlaces places = find_places(R"({"a": {"a": 1}, "b": 2, "a": 3})");

  ASSERT_EQ(places.duplicates.size(), 1U);
  EXPECT_EQ(places.duplicates[0].key, "a");
  EXPECT_EQ(places.duplicates[0].offset, 24U);
}

TEST(JsonPlaces, SurvivesTextThatIsNotJson) {
  for (const std::string_view text :
       {"", "{", "[", "\"", "{\"a", "{\"a\"", "{\"a\":", "[1,", "}", "]", "[}", "{]", "/*", "//",
        "{\"a\":\\", "\"\\", ",,,", "[,,", "[[[[}}}}"}) {
    EXPECT_LE(find_places(text).entries.size(), text.size() + 1) << text;
  }
}

TEST(JsonPlaces, GivesUpOnDeepNesting) {
  const std::string deep(100'000, '[');

  EXPECT_TRUE(find_places(deep).too_deep);
}

}  // namespace
}  // namespace mass
