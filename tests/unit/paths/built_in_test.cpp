#include <algorithm>
#include <filesystem>
#include <set>

#include "harness/paths/condition.hpp"
#include "tests/unit/paths/support.hpp"

namespace mass {
namespace {

const Path& built_in(std::string_view id) {
  return *std::ranges::find(built_in_paths(), id, &Path::id);
}

// `T03 T30? T31?`: a mark for a step that has a condition.
std::string composition(const Path& path) {
  std::string text;
  for (const Step& step : path.steps) {
    if (!text.empty()) text += ' ';
    text += step.id() + (step.when == "always" ? "" : "?");
  }
  return text;
}

TEST(Transforms, AreSortedAndDescribeThemselves) {
  const auto all = all_transforms();

  EXPECT_TRUE(std::ranges::is_sorted(all, {}, &Transform::id));
  std::set<std::string> names;
  for (const Transform& transform : all) {
    EXPECT_TRUE(names.insert(transform.id).second);
    EXPECT_TRUE(names.insert(transform.name).second);
    EXPECT_NE(transform.apply, nullptr) << transform.id;
    EXPECT_TRUE(transform.text.ends_with('.')) << transform.id;
    EXPECT_FALSE(transform.models.empty()) << transform.id;
    for (const ParameterInfo& info : transform.parameters) {
      EXPECT_TRUE(info.text.ends_with('.')) << transform.id << " " << info.name;
    }
    EXPECT_TRUE(Parameters::check(transform.parameters, {})) << transform.id;
  }
}

TEST(Transforms, AreFoundByIdAndByNameWithoutCase) {
  EXPECT_EQ(find_transform("t30")->name, "footer");
  EXPECT_EQ(find_transform("Footer")->id, "T30");
  EXPECT_EQ(find_transform("T98"), nullptr);
  EXPECT_EQ(find_transform(""), nullptr);
}

TEST(BuiltInPaths, AreTheFilesOfTheDataFolder) {
  std::set<std::string> files;
  for (const auto& entry :
       std::filesystem::directory_iterator(MASS_SOURCE_DIR "/harness/paths/data")) {
    const auto path = load_path(entry.path());
    ASSERT_TRUE(path) << path.error().what;
    EXPECT_EQ(path->id + ".json", entry.path().filename().string());
    files.insert(path->id);
  }

  std::set<std::string> compiled_in;
  for (const Path& path : built_in_paths()) compiled_in.insert(path.id);

  EXPECT_EQ(compiled_in, files);
  EXPECT_TRUE(std::ranges::is_sorted(built_in_paths(), {}, &Path::id));
}

TEST(BuiltInPaths, AreComposedAsTheSheetSays) {
  EXPECT_EQ(composition(built_in("identity")), "");
  EXPECT_EQ(composition(built_in("P01")), "T01 T01");
  EXPECT_EQ(composition(built_in("P02")), "T01 T01 T01 T01 T21");
  EXPECT_EQ(composition(built_in("P03")), "T01 T08 T07");
  EXPECT_EQ(composition(built_in("P05")), "T34 T01");
  EXPECT_EQ(composition(built_in("P11")), "T62 T01");
  EXPECT_EQ(composition(built_in("P12")), "T62 T61 T01");
  EXPECT_EQ(composition(built_in("P16")), "T02 T60 T01");
  EXPECT_EQ(composition(built_in("P16B")), "T02 T60 T01");
  EXPECT_EQ(composition(built_in("P17")), "T03 T02 T60 T01");
  EXPECT_EQ(composition(built_in("P18")), "T03 T30? T31? T02 T60 T01");
  EXPECT_EQ(composition(built_in("P19")), "T03 T30? T31? T05 T06 T08 T02 T60 T01");
  EXPECT_EQ(composition(built_in("E01")), "T01 T01 T63 T01");
  EXPECT_EQ(composition(built_in("E02")), "T01 T64 T63 T01");
  EXPECT_EQ(composition(built_in("E05")), "T01 T63 T01");
  EXPECT_EQ(composition(built_in("E06")), "T64 T01 T63 T01");
}

TEST(BuiltInPaths, CarryTheLabelsOfTheSheet) {
  for (const Path& path : built_in_paths()) {
    const bool is_bounce = path.id.starts_with('E');
    const bool is_forged = path.id == "E05" || path.id == "E06";
    EXPECT_EQ(path.kind == Path::Kind::bounce, is_bounce) << path.id;
    EXPECT_EQ(path.genuine, !is_forged) << path.id;
    EXPECT_EQ(path.benign, !is_forged) << path.id;
    EXPECT_EQ(path.starts_unsigned, path.id == "E05") << path.id;
    const bool is_frozen = path.id.starts_with('P') && path.id.size() == 3;
    EXPECT_EQ(path.weights.size(), is_frozen ? 2U : 0U) << path.id;
  }
  EXPECT_EQ(built_in("P01").weights.at("w04"), 55.4);
  EXPECT_EQ(built_in("P18").weights.at("w20"), 0.8);
  EXPECT_EQ(built_in("P19").weights.at("w04"), 1.2);
  EXPECT_EQ(built_in("P19").weights.at("w20"), 0.5);
}

TEST(Conditions, AskWhatTheirNamesSay) {
  struct Case {
    std::string_view text;
    std::set<std::string_view> names;
  };
  const Case cases[] = {
      {"From: a@b\n\nx\n", {"always", "has_sender", "single_text"}},
      {"Content-Type: text/html\n\n\xE9\n",
       {"always", "has_8bit", "has_sender", "html_only", "no_readable_text", "not_single_text"}},
      {"Content-Type: multipart/alternative; boundary=b\n\n--b--\n",
       {"always", "has_sender", "multipart", "no_readable_text", "not_single_text"}},
      {"Content-Transfer-Encoding: x-odd\n\nx\n",
       {"always", "has_sender", "no_readable_text", "single_text"}},
      {"Content-Type: text/plain; charset=ucs-2\n\nx\n",
       {"always", "has_sender", "no_readable_text", "single_text"}},
      {"Content-Transfer-Encoding: base64\n\n-- not base64\n",
       {"always", "has_sender", "no_readable_text", "single_text"}},
  };

  for (const Case& one : cases) {
    std::set<std::string_view> holding;
    for (const Condition& condition : all_conditions()) {
      if (condition.holds(transit_of(one.text))) holding.insert(condition.name);
    }
    EXPECT_EQ(holding, one.names) << one.text;
  }
  Transit bounce = transit_of("\nx\n");
  bounce.envelope.mail_from.clear();
  EXPECT_TRUE(holds("null_sender", bounce));
  EXPECT_FALSE(holds("has_sender", bounce));
}

}  // namespace
}  // namespace mass
