#include <algorithm>
#include <filesystem>
#include <set>

#include "harness/paths/condition.hpp"
#include "tests/unit/paths/support.hpp"

namespace mass {
namespace {

// `T03 T30? T31?`: a mark for a step that has a condition.
std::string composition(const Path& path) {
  std::string text;
  for (const Step& step : path.steps) {
    if (!text.empty()) text += ' ';
    text += step.id() + (step.when == "always" ? "" : "?");
  }
  return text;
}

TEST(Transforms, AreSortedWithTheHostileOnesLastAndDescribeThemselves) {
  const auto all = all_transforms();

  EXPECT_TRUE(std::ranges::is_sorted(
      all, {}, [](const Transform& one) { return std::pair(!one.benign, one.id); }));
  std::set<std::string> names;
  for (const Transform& transform : all) {
    EXPECT_TRUE(names.insert(transform.id).second);
    EXPECT_TRUE(transform.name == transform.id || names.insert(transform.name).second);
    EXPECT_NE(transform.apply, nullptr) << transform.id;
    EXPECT_TRUE(transform.text.ends_with('.')) << transform.id;
    EXPECT_FALSE(transform.models.empty()) << transform.id;
    for (const ParameterInfo& info : transform.parameters) {
      EXPECT_TRUE(info.text.ends_with('.')) << transform.id << " " << info.name;
    }
    EXPECT_TRUE(Parameters::check(transform.parameters, {})) << transform.id;
  }
}

// Every number of the sheet's section 2.
TEST(Transforms, AreThoseOfTheSheet) {
  for (const auto& [first, last] : {std::pair(1, 21), {30, 50}, {60, 66}}) {
    for (int number = first; number <= last; ++number) {
      const std::string id = (number < 10 ? "T0" : "T") + std::to_string(number);
      const Transform* transform = find_transform(id);
      ASSERT_NE(transform, nullptr) << id;
      EXPECT_TRUE(transform->benign) << id;
      EXPECT_NE(transform->name, id);
    }
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
  EXPECT_EQ(composition(built_in("P04")), "T09 T10 T12 T15 T01");
  EXPECT_EQ(composition(built_in("P05")), "T34 T01");
  EXPECT_EQ(composition(built_in("P06")), "T18 T21 T01");
  EXPECT_EQ(composition(built_in("P07")), "T18 T01");
  EXPECT_EQ(composition(built_in("P08")), "T30? T32? T31? T01");
  EXPECT_EQ(composition(built_in("P09")), "T33 T46 T01");
  EXPECT_EQ(composition(built_in("P10")), "T45 T01");
  EXPECT_EQ(composition(built_in("P11")), "T62 T01");
  EXPECT_EQ(composition(built_in("P12")), "T62 T61 T01");
  EXPECT_EQ(composition(built_in("P13")), "T17 T62 T01");
  EXPECT_EQ(composition(built_in("P14")), "T47 T10 T01");
  EXPECT_EQ(composition(built_in("P15")), "T48 T01");
  EXPECT_EQ(composition(built_in("P16")), "T02 T60 T01");
  EXPECT_EQ(composition(built_in("P16B")), "T02 T60 T01");
  EXPECT_EQ(composition(built_in("P17")), "T03 T02 T60 T01");
  EXPECT_EQ(composition(built_in("P18")), "T03 T30? T31? T02 T60 T01");
  EXPECT_EQ(composition(built_in("P19")), "T03 T30? T31? T05 T06 T08 T02 T60 T01");
  EXPECT_EQ(composition(built_in("P20")), "T04 T03 T30? T31? T02 T19 T60 take-part T01");
  EXPECT_EQ(composition(built_in("P21")), "T44 T30 T08 T02 T60 T01");
  EXPECT_EQ(composition(built_in("P22")), "T49 T02 T60 T01");
  EXPECT_EQ(composition(built_in("P23")), "T03 T30? T31? T02 T60 T01 T02 T60 T01");
  EXPECT_EQ(composition(built_in("P24")), "T44 T20 T16");
  EXPECT_EQ(composition(built_in("P25")), "T39 T40 T37 T13 T16 T01");
  EXPECT_EQ(composition(built_in("P26")), "take-part T01 T01");
  EXPECT_EQ(composition(built_in("E01")), "T01 T01 T63 T01");
  EXPECT_EQ(composition(built_in("E02")), "T01 T64 T63 T01");
  EXPECT_EQ(composition(built_in("E03")), "T01 T01 T63 T01");
  EXPECT_EQ(composition(built_in("E04")), "T01 T01 T63 T01");
  EXPECT_EQ(composition(built_in("E05")), "T01 T63 T01");
  EXPECT_EQ(composition(built_in("E06")), "T64 T01 T63 T01");
  EXPECT_EQ(composition(built_in("E07")), "T62 T01 T63 T01");
  EXPECT_EQ(composition(built_in("E07S")), "T62 T61 T01 T63 undo_srs T01 T01");
  EXPECT_EQ(composition(built_in("E08")), "T01 T64 T65 T01 T63 T01");
  EXPECT_EQ(composition(built_in("E09")), "stop? T63 T01");
  EXPECT_EQ(composition(built_in("E10")), "T63");
  EXPECT_EQ(composition(built_in("E11")), "T01 T01 T63 T01");
  EXPECT_EQ(composition(built_in("E12")), "T63 set_recipients T01");
}

TEST(BuiltInPaths, CarryTheLabelsOfTheSheet) {
  for (const Path& path : built_in_paths()) {
    const bool is_bounce = path.id.starts_with('E');
    const bool is_forged = path.id == "E05" || path.id == "E06" || path.id == "E12";
    const bool is_unsigned =
        path.id == "E05" || path.id == "E10U" || path.id == "E11" || path.id == "P26";
    EXPECT_EQ(path.kind == Path::Kind::bounce, is_bounce) << path.id;
    EXPECT_EQ(path.genuine, !is_forged) << path.id;
    EXPECT_EQ(path.benign, !is_forged) << path.id;
    EXPECT_EQ(path.starts_unsigned, is_unsigned) << path.id;
  }
}

TEST(Conditions, AskWhatTheirNamesSay) {
  struct Case {
    std::string_view text;
    std::set<std::string_view> names;
  };
  const Case cases[] = {
      {"From: a@b\n\nx\n", {"always", "has_sender", "one_recipient", "single_text"}},
      {"Content-Type: text/html\n\n\xE9\n",
       {"always", "has_8bit", "has_sender", "html_only", "no_readable_text", "not_single_text",
        "one_recipient"}},
      {"Content-Type: multipart/alternative; boundary=b\n\n--b--\n",
       {"always", "has_sender", "multipart", "no_readable_text", "not_single_text",
        "one_recipient"}},
      {"Content-Transfer-Encoding: x-odd\n\nx\n",
       {"always", "has_sender", "no_readable_text", "one_recipient", "single_text"}},
      {"Content-Type: text/plain; charset=ucs-2\n\nx\n",
       {"always", "has_sender", "no_readable_text", "one_recipient", "single_text"}},
      {"Content-Transfer-Encoding: base64\n\n-- not base64\n",
       {"always", "has_sender", "no_readable_text", "one_recipient", "single_text"}},
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

TEST(Conditions, AreJoinedNegatedAndAskForFields) {
  const Transit transit = transit_of("From: a@b\nResent-To: c@d\n\nx\n");
  EXPECT_TRUE(holds("single_text and field From", transit));
  EXPECT_TRUE(holds("field Resent-* and not field Subject", transit));
  EXPECT_FALSE(holds("single_text and field Subject", transit));
  EXPECT_FALSE(holds("not field resent-to", transit));
  EXPECT_FALSE(holds("no_such_thing", transit));

  EXPECT_EQ(unknown_condition("single_text and not field X-*"), "");
  EXPECT_EQ(unknown_condition("single_text and not shiny"), "shiny");
  EXPECT_EQ(unknown_condition("single_text and "), "single_text and ");
}

TEST(Conditions, SeeWhatNeedsSmtpUtf8AndWhereAHeaderEndsInJunk) {
  Transit transit = transit_of("From: \xC3\xA4@b\n\nx\n");
  EXPECT_FALSE(holds("needs_smtputf8", transit));  // nobody asked for it
  transit.envelope.smtp_utf8 = true;
  EXPECT_TRUE(holds("needs_smtputf8", transit));
  EXPECT_FALSE(holds("utf8_sender", transit));
  transit.envelope.mail_from = "\xC3\xA4@b.example";
  EXPECT_TRUE(holds("utf8_sender", transit));
  EXPECT_TRUE(holds("junk_line", transit_of("From: a@b\nno field\n\nx\n")));
  EXPECT_FALSE(holds("junk_line", transit_of("From: a@b\n")));
}

}  // namespace
}  // namespace mass
