#include "harness/json/document.hpp"

#include <gtest/gtest.h>

namespace mass {
namespace {

JsonDocument read(std::string_view text) {
  auto document = JsonDocument::parse(text, "site.json");
  EXPECT_TRUE(document) << document.error().what;
  return *std::move(document);
}

std::string syntax_error(std::string_view text) {
  const auto document = JsonDocument::parse(text, "site.json");
  return document ? "" : document.error().what;
}

std::string mistakes(const JsonDocument& document) {
  const auto sound = document.check();
  return sound ? "" : sound.error().what;
}

TEST(JsonDocument, TellsWhereTheSyntaxBreaks) {
  EXPECT_TRUE(
      syntax_error("{\n  \"a\": 1,\n  \"b\" 2\n}").starts_with("site.json:3:7: syntax error"))
      << syntax_error("{\n  \"a\": 1,\n  \"b\" 2\n}");
  EXPECT_TRUE(syntax_error("").starts_with("site.json:1:1: syntax error")) << syntax_error("");
  EXPECT_TRUE(syntax_error("{\"a\": 1").starts_with("site.json:1:8: "))
      << syntax_error("{\"a\": 1");
  EXPECT_TRUE(syntax_error("{} x").starts_with("site.json:1:4: ")) << syntax_error("{} x");
}

TEST(JsonDocument, ShowsNoControlCharactersOfTheText) {
  EXPECT_EQ(syntax_error("{\"\x1b[31m\": 1}").find('\x1b'), std::string::npos);
}

TEST(JsonDocument, RefusesDeepNestingAndHugeNumbers) {
  const std::string deep = std::string(70, '[') + std::string(70, ']');

  EXPECT_NE(syntax_error(deep), "");
  EXPECT_NE(syntax_error("[1e999]"), "");
}

TEST(JsonDocument, ReportsDoubledKeysWithTheirPlace) {
  const JsonDocument document = read("{\"a\": 1,\n \"a\": 2}");

  EXPECT_EQ(mistakes(document), "site.json:2:2: key \"a\" stands here twice");
}

TEST(JsonObject, ReadsEveryTypeAndIsContent) {
  const JsonDocument document = read(R"({
    "text": "x", "whole": -7, "real": 2.5, "flag": true, "words": ["a", "b"], "inner": {"k": "v"}
  })");
  {
    JsonObject json = document.root();
    EXPECT_EQ(json.text("text"), "x");
    EXPECT_EQ(json.integer("whole"), -7);
    EXPECT_EQ(json.number_or("real", 0), 2.5);
    EXPECT_TRUE(json.flag_or("flag", false));
    EXPECT_EQ(json.texts_or("words"), (std::vector<std::string>{"a", "b"}));
    EXPECT_EQ(json.find("inner")->object().text("k"), "v");
    EXPECT_EQ(json.text_or("absent", "standard"), "standard");
  }

  EXPECT_EQ(mistakes(document), "");
}

TEST(JsonObject, ReportsUnknownKeysWithTheNearestOneAskedFor) {
  const JsonDocument document = read("{\n  \"setps\": [],\n  \"zzzzzzz\": 1\n}");

  {
    (void)document.root().items_or_none("steps");
  }

  EXPECT_EQ(mistakes(document),
            "site.json:2:3: unknown key \"setps\" (did you mean \"steps\"?)\n"
            "site.json:3:3: unknown key \"zzzzzzz\"");
}

TEST(JsonObject, ReportsMissingKeysAtTheObject) {
  const JsonDocument document = read("{\"inner\":\n  {}}");

  EXPECT_EQ(document.root().find("inner")->object().text("id"), "");

  EXPECT_EQ(mistakes(document), "site.json:2:3: missing key \"id\"");
}

TEST(JsonObject, ReportsWrongTypesAtTheValueAndGoesOn) {
  const JsonDocument document =
      read("{\"a\": 1, \"b\": \"x\", \"c\": 1.5, \"d\": 99999999999999999999, \"e\": null}");
  {
    JsonObject json = document.root();
    EXPECT_EQ(json.text_or("a", "s"), "s");
    EXPECT_EQ(json.flag_or("b", true), true);
    EXPECT_EQ(json.integer_or("c", 5), 5);
    EXPECT_EQ(json.integer_or("d", 6), 6);
    EXPECT_TRUE(json.items_or_none("e").empty());
  }

  EXPECT_EQ(mistakes(document),
            "site.json:1:7: expected a text, this is a whole number\n"
            "site.json:1:15: expected true or false, this is a text\n"
            "site.json:1:25: expected a whole number, this is a number\n"
            "site.json:1:35: expected a whole number, this is a number\n"
            "site.json:1:62: expected a list, this is null");
}

TEST(JsonObject, ReportsAWordThatIsNoChoice) {
  constexpr std::array<std::pair<std::string_view, int>, 2> kWords{{{"signed", 1}, {"plain", 2}}};
  const JsonDocument document = read(R"({"start": "singed"})");

  EXPECT_EQ(document.root().choice_or("start", kWords, 7), 7);

  EXPECT_EQ(mistakes(document),
            "site.json:1:11: \"singed\" is none of signed, plain (did you mean \"signed\"?)");
}

TEST(JsonObject, IsContentWithARootThatIsNoObjectOnlyOnce) {
  const JsonDocument document = read("[1]");

  EXPECT_EQ(document.root().text("id"), "");

  EXPECT_EQ(mistakes(document), "site.json:1:1: expected an object, this is a list");
}

TEST(JsonValue, ReadsWhatAParameterMayHold) {
  const JsonDocument document = read(R"([true, 3, "x", ["a"], {}, 1.5])");

  const auto items = document.value().items();

  EXPECT_EQ(items[0].scalar(), Value(true));
  EXPECT_EQ(items[1].scalar(), Value(std::int64_t{3}));
  EXPECT_EQ(items[2].scalar(), Value("x"));
  EXPECT_EQ(items[3].scalar(), Value(std::vector<std::string>{"a"}));
  EXPECT_FALSE(items[4].scalar());
  EXPECT_FALSE(items[5].scalar());
  EXPECT_FALSE(document.check());
}

}  // namespace
}  // namespace mass
