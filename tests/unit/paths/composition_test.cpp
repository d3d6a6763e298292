#include "harness/paths/composition.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>

#include "tests/unit/paths/support.hpp"

namespace mass {
namespace {

std::string file_of(std::string_view transforms) {
  return R"({"schema": "mass-transforms-1", "transforms": [
)" + std::string(transforms) +
         "]}";
}

// One composition whose steps stand on line 4.
std::string composition_of(std::string_view steps) {
  return file_of(R"({"id": "C1", "text": "T.", "models": "m",
"steps": [
)" + std::string(steps) +
                 "]}");
}

std::string composition_mistakes(std::string_view json) {
  const auto read = read_compositions(json, "c.json", all_transforms());
  return read ? "" : read.error().what;
}

Applied apply_first(const std::string& json, const Transit& transit, const ValueMap& given = {}) {
  const auto read = read_compositions(json, "c.json", all_transforms());
  EXPECT_TRUE(read) << (read ? "" : read.error().what);
  const Transform& transform = read->back();
  RandomSource random(1, {"x"});
  StepContext context{random, crypto(), "lists.example.org"};
  return transform.apply(transit, Parameters::check(transform.parameters, given).value(), context);
}

TEST(Composition, RunsItsStepsInTurnOnWhatTheOnesBeforeMade) {
  const std::string json = composition_of(
      R"({"apply": "insert", "with": {"fields": ["X-A: 1"]}},
{"apply": "rename_fields", "with": {"names": ["X-A=X-B"]}, "when": "field X-A"},
{"apply": "drop", "with": {"fields": ["From"]}, "when": "field X-A"})");

  const Applied result = apply_first(json, transit_of("From: a@b\n\n"));

  EXPECT_TRUE(result.changed);
  EXPECT_EQ(text_of(result.out.at(0).message), "From: a@b\nX-B: 1\n\n");
  EXPECT_EQ(result.log, (std::vector<std::string>{"added X-A", "X-A is X-B now"}));
}

TEST(Composition, OpensSettingsUnderItsOwnNames) {
  const std::string json = composition_of(
      R"({"apply": "drop", "with": {"fields": ["X-A"]}, "open": {"names": "fields"}},
{"apply": "drop", "with": {"fields": ["X-Z"], "which": "first"}, "open": {"names": "fields"}})");
  const Transit mail = transit_of("X-A: 1\nX-B: 2\n\n");

  EXPECT_EQ(text_of(apply_first(json, mail).out.at(0).message), "X-B: 2\n\n");
  EXPECT_EQ(
      text_of(
          apply_first(json, mail, {{"names", std::vector<std::string>{"x-b"}}}).out.at(0).message),
      "X-A: 1\n\n");
}

TEST(Composition, SaysWhatItIsMadeOf) {
  EXPECT_EQ(
      find_transform("T62")->made_of,
      std::vector<std::string>{R"(set_recipients {"only":"","to":["user@destination.example"]})"});
  EXPECT_TRUE(find_transform("T01")->made_of.empty());
}

TEST(Composition, IsNoChangeIfItsStepsUndoEachOther) {
  const std::string json = composition_of(
      R"({"apply": "insert", "with": {"fields": ["X-A: 1"]}}, {"apply": "drop", "with": {"fields": ["X-A"]}})");

  const Applied result = apply_first(json, transit_of("From: a@b\n\n"));

  EXPECT_FALSE(result.changed);
  EXPECT_TRUE(result.log.empty());
}

TEST(Composition, StopsWhereAStepStopsTheMessage) {
  const std::string json =
      composition_of(R"({"apply": "stop"}, {"apply": "insert", "with": {"fields": ["X-A: 1"]}})");

  const Applied result = apply_first(json, transit_of("From: a@b\n\n"));

  EXPECT_EQ(result.out.at(0).delivery, Delivery::rejected);
  EXPECT_EQ(text_of(result.out[0].message), "From: a@b\n\n");
}

TEST(Composition, BuildsOnEarlierOnesAndNeverOnItself) {
  const std::string one =
      R"({"id": "C1", "text": "T.", "models": "m", "steps": [{"apply": "T08"}]})";
  const std::string two =
      R"({"id": "C2", "text": "T.", "models": "m", "steps": [{"apply": "C1"}]})";

  EXPECT_EQ(composition_mistakes(file_of(one + "," + two)), "");
  EXPECT_EQ(composition_mistakes(file_of(two + ",\n" + one)),
            "c.json:2:54: no transform \"C1\" (did you mean \"T01\"?)")
      << "a circle cannot be written";
}

TEST(Composition, TellsEveryMistakeWithItsPlace) {
  EXPECT_EQ(composition_mistakes(composition_of(R"({"apply": "dropp"})")),
            "c.json:4:2: no transform \"dropp\" (did you mean \"drop\"?)");
  EXPECT_EQ(composition_mistakes(composition_of(R"({"apply": "drop", "with": {"fields": 3}})")),
            "c.json:4:38: drop: parameter \"fields\": \"3\" is not a list of texts");
  EXPECT_EQ(
      composition_mistakes(composition_of(R"({"apply": "drop", "open": {"names": "feilds"}})")),
      "c.json:4:37: drop has no parameter \"feilds\"");
  EXPECT_EQ(
      composition_mistakes(composition_of(
          R"({"apply": "drop", "open": {"x": "fields"}}, {"apply": "drop", "open": {"x": "which"}})")),
      "c.json:4:77: \"x\" is of another kind above");
  EXPECT_EQ(composition_mistakes(composition_of(R"({"take_part": true})")),
            "c.json:4:2: only steps of a path take part");
  EXPECT_EQ(composition_mistakes(file_of(
                R"({"id": "T30", "text": "T.", "models": "m", "when": "shiny", "steps": []})")),
            "c.json:2:2: there is a transform \"T30\" already\n"
            "c.json:2:44: no condition \"shiny\"");
}

TEST(Composition, ReadsTheFilesThatAreCompiledIn) {
  std::vector<Transform> known;
  for (const Transform& one : all_transforms()) {
    const bool is_composed = one.id.size() == 3 && (one.id[0] == 'T' || !one.benign);
    if (!is_composed) known.push_back(one);
  }
  for (const char* name : {"transforms.json", "attacks.json"}) {
    std::ifstream stream(std::string(MASS_SOURCE_DIR "/harness/paths/catalogue/") + name);
    const std::string text(std::istreambuf_iterator<char>(stream), {});
    for (const Transform& one : all_transforms()) {
      if (text.contains("\"id\": \"" + one.id + "\"")) {
        std::erase_if(known, [&](const Transform& other) { return other.id == one.id; });
      } else if (find_transform(one.id, known) == nullptr) {
        known.push_back(one);
      }
    }
    const auto read = read_compositions(text, name, known);
    ASSERT_TRUE(read) << read.error().what;
    known.insert(known.end(), read->begin(), read->end());
  }
}

}  // namespace
}  // namespace mass
