#include "results/report/view.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "results/labels.hpp"
#include "results/report/columns.hpp"
#include "results/report/mixes.hpp"
#include "results/report/numbers.hpp"
#include "sample.hpp"

namespace mass {
namespace {

std::vector<std::string> row_titles(const std::vector<Row>& rows) {
  std::vector<std::string> titles;
  for (const Row& row : rows) titles.push_back(row.title());
  return titles;
}

const Group& group_of(const View& view, std::string_view title) {
  return *std::ranges::find(view.groups(), title, &Group::title);
}

TEST(View, OrdersRowsAsTheFactsDoAndMarksReconstruction) {
  const Report report = sample::report(12);

  const View view(report);

  EXPECT_EQ(row_titles(view.rows()),
            (std::vector<std::string>{"dkim std", "dkim length", "dkim strict", "domainkeys nofws",
                                      "postmarks* std", "batv"}));
}

TEST(View, MarksDescendants) {
  Report report = sample::report(12);
  report.schemes.front().descendant = true;

  EXPECT_EQ(View(report).rows().front().title(), "dkim† std");
}

TEST(View, GroupsPathsByKindAndTruth) {
  const Report report = sample::report(12);

  const View view(report);

  std::vector<std::string> titles;
  for (const Group& group : view.groups()) titles.push_back(group.title);
  EXPECT_EQ(titles, (std::vector<std::string>{"Delivery", "Delivery, intermediaries take part",
                                              "Delivery, hostile changes", "Delivery, forged",
                                              "Bounces, genuine", "Bounces, forged"}));
  EXPECT_EQ(view.groups().front().paths.front().id, kIdentityPath);
}

TEST(View, LeavesOutOfAGroupTheRowsThatSayNothingThere) {
  const Report report = sample::report(12);

  const View view(report);

  EXPECT_EQ(row_titles(group_of(view, "Bounces, genuine").rows),
            (std::vector<std::string>{"batv"}));
  EXPECT_EQ(group_of(view, "Delivery").rows.size(), 5U);
}

TEST(View, ShowsPathsAndSchemesThatItHasNoFactsOf) {
  Report report;
  report.summary.add(sample::passing());

  const View view(report);

  ASSERT_EQ(view.rows().size(), 1U);
  EXPECT_EQ(view.groups().front().paths.front().title, "P18");
}

TEST(View, LeavesOutPathsThatTheRunDidNotTake) {
  Report report;
  report.paths = sample::paths();
  report.summary.add(sample::passing());

  const View view(report);

  ASSERT_EQ(view.groups().size(), 1U);
  EXPECT_EQ(view.groups().front().paths.size(), 1U);
}

TEST(View, OfNothingIsEmpty) {
  const Report report;

  const View view(report);

  EXPECT_TRUE(view.rows().empty());
  EXPECT_TRUE(view.groups().empty());
}

TEST(RateOf, CountsPassesOnGenuineAndTheRestOnForgedPaths) {
  Cell cell;
  cell.is_signed = 10;
  cell.outcomes = {3, 4, 1, 0, 0, 2};

  EXPECT_EQ(rate_of(cell, true).right, 3U);
  EXPECT_EQ(rate_of(cell, true).of, 8U);
  EXPECT_EQ(rate_of(cell, false).right, 5U);
}

TEST(MixRate, WeighsThePathsThatHaveCases) {
  Report report;
  report.paths = {{"A", "a", PathFacts::Kind::delivery, true, true, {{"m", 30}}},
                  {"B", "b", PathFacts::Kind::delivery, true, true, {{"m", 10}}},
                  {"C", "c", PathFacts::Kind::delivery, true, true, {{"m", 60}}}};
  Record record = sample::passing();
  record.path = "A";
  report.summary.add(record);
  record = sample::failing();
  record.path = "B";
  report.summary.add(record);
  record.path = "C";
  record.outcome = Outcome::na;
  report.summary.add(record);
  const View view(report);

  const auto rate = mix_rate(view, view.rows().front(), "m");

  ASSERT_TRUE(rate);
  EXPECT_DOUBLE_EQ(rate->share, 0.75);
  EXPECT_DOUBLE_EQ(rate->covered, 40);
  EXPECT_FALSE(mix_rate(view, view.rows().front(), "other"));
  const std::string text = mixes_text(view, 80);
  EXPECT_TRUE(text.contains("m %  covered %\n")) << text;
  EXPECT_TRUE(text.ends_with("75.0       40.0\n")) << text;
  const std::string json = mixes_json(view);
  EXPECT_TRUE(json.starts_with(R"([{"covered_percent":40.0,"least_cases":1,"mix":"m",)")) << json;
  EXPECT_TRUE(json.ends_with(R"("survival_percent":75.0}])")) << json;
}

TEST(Mixes, AreCutIntoBlocksThatFitTheWidth) {
  Report report;
  report.paths = {{"A", "a", PathFacts::Kind::delivery, true, true, {}}};
  for (int i = 0; i < 9; ++i) report.paths[0].weights["mix" + std::to_string(i)] = 100;
  Record record = sample::passing();
  record.path = "A";
  report.summary.add(record);

  std::istringstream text(mixes_text(View(report), 60));

  std::size_t headings = 0;
  for (std::string line; std::getline(text, line);) {
    EXPECT_LE(line.size(), 60U) << line;
    headings += line.contains("covered %") ? 1 : 0;
  }
  EXPECT_GT(headings, 2U);
}

TEST(Mixes, AreNotMentionedWithoutWeights) {
  Report report;
  report.paths = {{"A", "a", PathFacts::Kind::delivery, true, true, {}}};
  Record record = sample::passing();
  record.path = "A";
  report.summary.add(record);

  EXPECT_EQ(mixes_text(View(report), 80), "");
  EXPECT_EQ(mixes_json(View(report)), "[]");
}

TEST(TopOf, IsTheCommonestTiesByName) {
  EXPECT_EQ(top_of({{"b", 2}, {"c", 2}, {"a", 1}}).name, "b");
  EXPECT_EQ(top_of({}).count, 0U);
}

TEST(PercentText, NeverRoundsToAllOrNothing) {
  EXPECT_EQ(percent_text(0, 0), "-");
  EXPECT_EQ(percent_text(0, 1000), "0");
  EXPECT_EQ(percent_text(1, 1000), "<1");
  EXPECT_EQ(percent_text(1, 200), "1");
  EXPECT_EQ(percent_text(199, 200), ">99");
  EXPECT_EQ(percent_text(999, 1000), ">99");
  EXPECT_EQ(percent_text(1000, 1000), "100");
  EXPECT_EQ(percent_text(1, 3), "33");
}

TEST(IntervalText, RoundsOutwards) {
  EXPECT_EQ(interval_text({0.911, 0.982}), "91–99");
}

TEST(CountText, GroupsLongNumbers) {
  EXPECT_EQ(count_text(std::uint64_t{9604}), "9604");
  EXPECT_EQ(count_text(std::uint64_t{13521}), "13 521");
  EXPECT_EQ(count_text(UINT64_MAX), "18 446 744 073 709 551 615");
  EXPECT_EQ(count_text(INT64_MIN), "-9 223 372 036 854 775 808");
}

TEST(MeanText, IsExactWhenItCanBe) {
  EXPECT_EQ(mean_text(0, 0), "-");
  EXPECT_EQ(mean_text(6, 3), "2");
  EXPECT_EQ(mean_text(7, 3), "2.33");
  EXPECT_EQ(mean_text(100'001, 2), "50 001");
}

TEST(Columns, CountCharactersNotOctets) {
  EXPECT_EQ(width_of("98–100 ·"), 8U);
  EXPECT_EQ(pad_left("·", 3), "  ·");
  EXPECT_EQ(pad_right("·", 3), "·  ");
}

TEST(Columns, WrapKeepsLongWordsWhole) {
  EXPECT_EQ(wrap("1. ", "aa bb cccccccccc d", 8), "1. aa bb\n   cccccccccc\n   d\n");
  EXPECT_EQ(wrap("", "", 8), "\n");
}

}  // namespace
}  // namespace mass
