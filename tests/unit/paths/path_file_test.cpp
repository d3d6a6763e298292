#include <filesystem>
#include <fstream>

#include "tests/unit/paths/support.hpp"

namespace mass {
namespace {

std::string mistakes(std::string_view json) {
  const auto path = parse_path(json, "site.json");
  return path ? "" : path.error().what;
}

// A path file whose only hop has these steps, the first of them on line 3, column 4.
std::string with_steps(std::string_view steps) {
  return R"({"schema": "mass-path-1", "id": "X1", "title": "t", "hops": [
  {"host": "h.example", "steps": [
   )" + std::string(steps) +
         "]}]}";
}

constexpr std::string_view kWhole = R"(// a path of a site
{
  "schema": "mass-path-1", "id": "site-1", "title": "ours", "text": "for people",
  "kind": "bounce", "benign": false, "genuine": false, "start": "unsigned",
  "hops": [
    {"include": "P11"},
    {"host": "a.example", "role": "mediator", "steps": [
      {"apply": "Footer", "with": {"lines": 3}, "when": "single_text"}, /* by name */
      {"apply": "t62", "with": {"targets": ["x@y"]}}
    ]},
    {"host": "b.example", "steps": [{"apply": "T01"}]}
  ]
})";

TEST(PathFile, ReadsEverything) {
  const auto path = parse_path(kWhole, "site.json");

  ASSERT_TRUE(path) << path.error().what;
  EXPECT_EQ(path->id, "site-1");
  EXPECT_EQ(path->title, "ours");
  EXPECT_EQ(path->text, "for people");
  EXPECT_EQ(path->kind, Path::Kind::bounce);
  EXPECT_FALSE(path->benign);
  EXPECT_FALSE(path->genuine);
  EXPECT_TRUE(path->starts_unsigned);
  ASSERT_EQ(path->steps.size(), 5U);
  const Step& footer = path->steps[2];
  EXPECT_EQ(footer.label(), "T30 footer");
  EXPECT_EQ(footer.parameters.number("lines"), 3);
  EXPECT_EQ(footer.when, "single_text");
  EXPECT_EQ(footer.host, "a.example");
  EXPECT_EQ(footer.role, RoleKind::mediator);
  EXPECT_EQ(footer.hop, 2U);
  EXPECT_EQ(path->steps[0].hop, 0U);
  EXPECT_EQ(path->steps[1].hop, 1U);
  EXPECT_EQ(path->steps[4].hop, 3U);
  EXPECT_EQ(path->steps[4].role, RoleKind::relay);
}

TEST(PathFile, HasAHashOfWhatThePathDoes) {
  const std::string plain = with_steps(R"({"apply": "T30"})");

  const auto hash = [](std::string_view json) { return parse_path(json, "f").value().hash; };

  EXPECT_EQ(hash(plain), hash(with_steps(R"(/* x */ {"with": {"lines": 4}, "apply": "footer"})")));
  EXPECT_NE(hash(plain), hash(with_steps(R"({"apply": "T30", "with": {"lines": 3}})")));
  EXPECT_NE(hash(plain), hash(with_steps(R"({"apply": "T30", "when": "single_text"})")));
  EXPECT_EQ(hash(plain).size(), 32U);
}

TEST(PathFile, NamesUnknownKeysAndTheNearestOnes) {
  EXPECT_EQ(
      mistakes("{\"schema\": \"mass-path-1\", \"id\": \"X\", \"titel\": \"t\",\n \"hops\": []}"),
      "site.json:1:1: missing key \"title\"\n"
      "site.json:1:38: unknown key \"titel\" (did you mean \"title\"?)");
  EXPECT_EQ(mistakes(with_steps(R"({"apply": "T01", "whith": {}})")),
            "site.json:3:21: unknown key \"whith\" (did you mean \"with\"?)");
}

TEST(PathFile, NamesUnknownTransformsAndTheNearestOne) {
  EXPECT_EQ(mistakes(with_steps(R"({"apply": "fotter"})")),
            "site.json:3:5: no transform \"fotter\" (did you mean \"footer\"?)");
}

TEST(PathFile, NamesUnknownParametersAndTheNearestOne) {
  EXPECT_EQ(mistakes(with_steps(R"({"apply": "T30", "with": {"liens": 3}})")),
            "site.json:3:30: T30 has no parameter \"liens\" (did you mean \"lines\"?)");
}

TEST(PathFile, NamesWrongValuesOfParameters) {
  for (const std::string_view with :
       {R"({"lines": "3"})", R"({"lines": 99})", R"({"lines": 1.5})", R"({"lines": null})"}) {
    const std::string what =
        mistakes(with_steps(R"({"apply": "T30", "with": )" + std::string(with) + "}"));
    EXPECT_TRUE(what.starts_with("site.json:3:39: ")) << what;
    EXPECT_EQ(what.find('\n'), std::string::npos) << what;
  }
  const std::string what = mistakes(with_steps(R"({"apply": "T03", "with": {"mode": "prefx"}})"));
  EXPECT_TRUE(what.starts_with("site.json:3:38: T03: ")) << what;
  EXPECT_NE(what.find("prefix"), std::string::npos) << what;
}

TEST(PathFile, NamesUnknownConditions) {
  const std::string what = mistakes(with_steps(R"({"apply": "T30", "when": "single_txt"})"));

  EXPECT_TRUE(what.starts_with("site.json:3:21: \"single_txt\" is none of always, ")) << what;
  EXPECT_TRUE(what.ends_with("(did you mean \"single_text\"?)")) << what;
}

TEST(PathFile, NamesWrongWordsTypesAndMissingKeys) {
  EXPECT_EQ(mistakes(R"({"schema": "mass-path-2", "id": "X", "title": "t", "hops": []})"),
            "site.json:1:2: schema must be \"mass-path-1\"");
  EXPECT_EQ(
      mistakes(
          R"({"schema": "mass-path-1", "id": "../x", "title": 3, "kind": "bouncy", "hops": {}})"),
      "site.json:1:27: an id is made of letters, digits, dots, hyphens and underscores, with at "
      "most one slash between two such names\n"
      "site.json:1:50: expected a text, this is a whole number\n"
      "site.json:1:61: \"bouncy\" is none of delivery, bounce (did you mean \"bounce\"?)\n"
      "site.json:1:79: expected a list, this is an object");
  EXPECT_EQ(mistakes("[]"), "site.json:1:1: expected an object, this is a list");
  EXPECT_EQ(mistakes("{}"),
            "site.json:1:1: missing key \"schema\"\n"
            "site.json:1:1: missing key \"id\"\n"
            "site.json:1:1: missing key \"title\"\n"
            "site.json:1:1: missing key \"hops\"");
  EXPECT_EQ(mistakes(with_steps("{}")), "site.json:3:4: missing key \"apply\"");
  EXPECT_EQ(mistakes(with_steps(R"({"apply": "T01", "with": 3})")),
            "site.json:3:29: expected an object, this is a whole number");
}

TEST(PathFile, NamesHostsThatCannotBe) {
  const std::string_view head = R"({"schema": "mass-path-1", "id": "X", "title": "t", )";

  EXPECT_EQ(mistakes(std::string(head) + R"("hops": [{"host": "a b", "steps": []}]})"),
            "site.json:1:62: a host is made of letters, digits, dots and hyphens");
}

TEST(PathFile, NamesDoubledKeys) {
  EXPECT_EQ(mistakes(with_steps("{\"apply\": \"T01\",\n \"apply\": \"T30\"}")),
            "site.json:4:2: key \"apply\" stands here twice");
}

TEST(PathFile, TellsWhereTheSyntaxBreaks) {
  EXPECT_TRUE(mistakes("{\n  \"id\" 3}").starts_with("site.json:2:8: syntax error"))
      << mistakes("{\n  \"id\" 3}");
}

TEST(PathFile, TellsOfEveryMistakeAtOnce) {
  const std::string what =
      mistakes(with_steps(R"({"apply": "T99"}, {"apply": "T30", "wen": "always"})"));

  EXPECT_EQ(std::count(what.begin(), what.end(), '\n'), 1) << what;
}

TEST(PathFile, NamesUnknownIncludes) {
  const std::string_view head = R"({"schema": "mass-path-1", "id": "X", "title": "t", )";

  EXPECT_EQ(mistakes(std::string(head) + R"("hops": [{"include": "P1"}]})"),
            "site.json:1:73: no path \"P1\" to include (did you mean \"P01\"?)");
  EXPECT_TRUE(mistakes(std::string(head) + R"("hops": [{"include": "../../etc/x"}]})")
                  .starts_with("site.json:1:73: no path"));
}

TEST(PathFile, RefusesToIncludeItself) {
  EXPECT_EQ(
      mistakes(R"({"schema": "mass-path-1", "id": "X", "title": "t", "hops": [{"include": "X"}]})"),
      "site.json:1:73: include goes in a circle: X -> X");
}

class PathFolder : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() /
              ("mass_paths_" +
               std::string(testing::UnitTest::GetInstance()->current_test_info()->name()));
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::filesystem::path write(const std::string& id, const std::string& hops) {
    const auto file = folder_ / (id + ".json");
    std::ofstream(file) << R"({"schema": "mass-path-1", "id": ")" << id
                        << R"(", "title": "t", "hops": [)" << hops << "]}";
    return file;
  }

  std::filesystem::path folder_;
};

TEST_F(PathFolder, IncludesPathsBesideTheFile) {
  write("inner", R"({"host": "i.example", "steps": [{"apply": "T37"}]})");
  const auto file =
      write("outer", R"({"include": "inner"}, {"include": "P01"}, {"include": "inner"})");

  const auto path = load_path(file);

  ASSERT_TRUE(path) << path.error().what;
  ASSERT_EQ(path->steps.size(), 4U);
  EXPECT_EQ(path->steps[0].transform->id, "T37");
  EXPECT_EQ(path->steps[3].hop, 3U);
}

TEST_F(PathFolder, NamesTheChainOfACircle) {
  write("c", R"({"include": "a"})");
  write("b", R"({"include": "c"})");
  const auto file = write("a", R"({"include": "b"})");

  const auto path = load_path(file);

  ASSERT_FALSE(path);
  EXPECT_TRUE(path.error().what.starts_with(file.string() + ":1:73: included path b: "))
      << path.error().what;
  EXPECT_TRUE(path.error().what.ends_with("include goes in a circle: a -> b -> c -> a"))
      << path.error().what;
}

TEST_F(PathFolder, NamesAFileThatHasAnotherId) {
  std::filesystem::rename(write("inner", ""), folder_ / "other.json");

  const auto path = load_path(write("outer", R"({"include": "other"})"));

  ASSERT_FALSE(path);
  EXPECT_TRUE(path.error().what.ends_with("other.json has the id \"inner\"")) << path.error().what;
}

TEST(PathFile, IsWrittenAsItWasRead) {
  std::vector<Path> all = built_in_paths();
  all.insert(all.end(), presets().begin(), presets().end());

  for (const Path& path : all) {
    const auto again = parse_path(path_file_text(path), path.id);
    ASSERT_TRUE(again) << again.error().what;
    EXPECT_EQ(again->hash, path.hash) << path_file_text(path);
    EXPECT_EQ(again->title, path.title);
    EXPECT_EQ(again->text, path.text);
  }
}

TEST_F(PathFolder, StopsBeforeIncludesMultiply) {
  write("p0", R"({"host": "h", "steps": [{"apply": "T01"}]})");
  std::filesystem::path file;
  for (int level = 1; level < 12; ++level) {
    const std::string one = R"({"include": "p)" + std::to_string(level - 1) + "\"}";
    file = write("p" + std::to_string(level), one + "," + one + "," + one);
  }

  const auto path = load_path(file);

  ASSERT_FALSE(path);
  EXPECT_NE(path.error().what.find("more than 100 includes"), std::string::npos);
  EXPECT_LT(path.error().what.size(), 100'000U);
}

TEST_F(PathFolder, SaysWhichFileCannotBeRead) {
  const auto path = load_path(folder_ / "absent.json");

  ASSERT_FALSE(path);
  EXPECT_EQ(path.error().code, Errc::missing);
  EXPECT_NE(path.error().what.find("absent.json"), std::string::npos);
}

}  // namespace
}  // namespace mass
