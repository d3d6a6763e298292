#include "harness/inspect/reduce.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "harness/inspect/line_diff.hpp"

namespace mass {
namespace {

Path path_of(const std::string& steps) {
  auto path = parse_path(
      R"({"schema": "mass-path-1", "id": "x", "title": "x", "hops": [)" + steps + "]}", "x.json");
  EXPECT_TRUE(path) << path.error().what;
  return *std::move(path);
}

const Path kThreeHops =
    path_of(R"({"host": "a.example", "steps": [{"apply": "T01"}, {"apply": "T30"}]},
               {"host": "b.example", "steps": [{"apply": "T03"}]},
               {"host": "c.example", "steps": [{"apply": "T01"}]})");

Message message_of(const std::string& body, const std::string& more_fields = "") {
  return Message::parse("From: a@example.org\r\nSubject: a weekly report\r\nTo: b@example.org\r\n" +
                        more_fields + "\r\n" + body);
}

TEST(Shrink, KeepsExactlyWhatIsNeeded) {
  std::size_t asked = 0;

  const auto rest = shrink(1000, [&asked](const std::vector<std::size_t>& some) {
    ++asked;
    return std::ranges::find(some, 3U) != some.end() && std::ranges::find(some, 777U) != some.end();
  });

  EXPECT_EQ(rest, (std::vector<std::size_t>{3, 777}));
  EXPECT_LT(asked, 200U) << "two things among a thousand are found by halving";
}

TEST(Shrink, LeavesNothingWhenNothingIsNeeded) {
  EXPECT_TRUE(shrink(7, [](const auto&) { return true; }).empty());
  EXPECT_TRUE(shrink(0, [](const auto&) { return true; }).empty());
}

TEST(Shrink, LeavesNoSingleThingThatCouldGo) {
  // Any three of them do, or all: what is left is three.
  const auto rest = shrink(20, [](const auto& some) { return some.size() >= 3; });

  EXPECT_EQ(rest.size(), 3U);
}

TEST(Reduce, FindsTheSmallestMessageAndPath) {
  std::string body;
  for (int i = 0; i < 60; ++i) body += "line " + std::to_string(i) + " of the body\r\n";
  const auto shows = [](const Message& message, const Path& path) {
    const bool has_step =
        std::ranges::any_of(path.steps, [](const Step& step) { return step.host == "b.example"; });
    return has_step && message.find("Subject") != nullptr && message.body().view().contains("41");
  };

  const Reduction done = reduce(message_of(body), kThreeHops, shows, {});

  ASSERT_EQ(done.path.steps.size(), 1U);
  EXPECT_EQ(done.path.steps[0].id(), "T03");
  EXPECT_EQ(done.message.to_string(), "Subject:\r\n\r\n41\r\n");
  EXPECT_TRUE(done.is_complete);
}

TEST(Reduce, DropsMimePartsWithTheirDelimiters) {
  const Message message = message_of(
      "--b\r\n\r\nfirst\r\n--b\r\nContent-Type: text/html\r\n\r\nsecond\r\n--b\r\n\r\nthird\r\n"
      "--b--\r\n",
      "Content-Type: multipart/mixed; boundary=b\r\n");
  std::vector<std::string> seen;
  const auto shows = [&seen](const Message& some, const Path&) {
    const std::string_view body = some.body().view();
    const bool does = some.fields().size() == 4 && body.contains("second") &&
                      body.starts_with("--b\r\n") && body.ends_with("--b--\r\n");
    if (does) seen.emplace_back(body);
    return does;
  };

  (void)reduce(message, kThreeHops, shows, {});

  const std::string alone = "--b\r\nContent-Type: text/html\r\n\r\nsecond\r\n--b--\r\n";
  EXPECT_NE(std::ranges::find(seen, alone), seen.end());
}

TEST(Reduce, StopsAtItsLimitsAndSaysSo) {
  const auto shows = [](const Message& message, const Path&) { return message.size() > 30; };

  const Reduction few = reduce(message_of("body\r\n"), kThreeHops, shows, {.tries = 3});
  const Reduction late =
      reduce(message_of("body\r\n"), kThreeHops, shows, {.is_late = [] { return true; }});

  EXPECT_EQ(few.tries, 3U);
  EXPECT_FALSE(few.is_complete);
  EXPECT_EQ(late.tries, 0U);
  EXPECT_FALSE(late.is_complete);
  EXPECT_EQ(late.message.to_string(), message_of("body\r\n").to_string());
}

std::vector<DiffLine> lines(std::initializer_list<const char*> texts) {
  std::vector<DiffLine> all;
  for (const char* text : texts) all.push_back({"body", text});
  return all;
}

// `=` for an equal row, `|`, `<`, `>`.
std::string marks(const std::vector<DiffRow>& rows) {
  std::string text;
  for (const DiffRow& row : rows) {
    const char changed = row.left == DiffRow::kNoLine ? '>' : '|';
    text += row.is_equal ? '=' : row.right == DiffRow::kNoLine ? '<' : changed;
  }
  return text;
}

TEST(LineDiff, ChangesAsFewLinesAsCanBe) {
  EXPECT_EQ(marks(diff_lines(lines({"a", "b", "c"}), lines({"a", "b", "c"}))), "===");
  EXPECT_EQ(marks(diff_lines(lines({"a", "b", "c"}), lines({"a", "x", "c"}))), "=|=");
  EXPECT_EQ(marks(diff_lines(lines({"a", "b", "c"}), lines({"b", "c"}))), "<==");
  EXPECT_EQ(marks(diff_lines(lines({"a", "c"}), lines({"a", "b", "c", "d"}))), "=>=>");
  EXPECT_EQ(marks(diff_lines({}, lines({"a"}))), ">");
  const std::string five = marks(diff_lines(lines({"a", "b", "c", "a", "b", "b", "a"}),
                                            lines({"c", "b", "a", "b", "a", "c"})));
  EXPECT_EQ(std::ranges::count(five, '='), 4) << "the example of Myers' article: " << five;
}

TEST(LineDiff, SeesTheSameTextInAnotherSectionAsChanged) {
  const std::vector<DiffLine> left{{"header Subject", "a"}};

  EXPECT_EQ(marks(diff_lines(left, std::vector<DiffLine>{{"header SUBJECT", "a"}})), "=");
  EXPECT_EQ(marks(diff_lines(left, std::vector<DiffLine>{{"body", "a"}})), "|");
}

TEST(LineDiff, EveryLineStandsInOneRowWhateverDiffers) {
  // A thousand lines of which hardly one is the same: beyond what is searched.
  std::vector<DiffLine> left;
  std::vector<DiffLine> right;
  for (int i = 0; i < 1500; ++i) {
    left.push_back({"body", std::to_string(i)});
    right.push_back({"body", std::to_string(i * 7 % 1501 + 100)});
  }

  const auto rows = diff_lines(left, right);

  std::size_t next_left = 0;
  std::size_t next_right = 0;
  for (const DiffRow& row : rows) {
    if (row.is_equal) {
      EXPECT_EQ(left[row.left].text, right[row.right].text);
    }
    if (row.left != DiffRow::kNoLine) {
      EXPECT_EQ(row.left, next_left++);
    }
    if (row.right != DiffRow::kNoLine) {
      EXPECT_EQ(row.right, next_right++);
    }
  }
  EXPECT_EQ(next_left, left.size());
  EXPECT_EQ(next_right, right.size());
}

TEST(LineDiff, GroupsChangesWithTheirSurroundings) {
  std::vector<DiffRow> rows(30, DiffRow{0, 0, true});
  for (const std::size_t changed : {4U, 8U, 25U}) rows[changed].is_equal = false;

  const auto hunks = hunks_of(rows, 3);

  ASSERT_EQ(hunks.size(), 2U);
  EXPECT_EQ(hunks[0].first, 1U);
  EXPECT_EQ(hunks[0].rows, 11U);
  EXPECT_EQ(hunks[1].first, 22U);
  EXPECT_EQ(hunks[1].rows, 7U);
}

}  // namespace
}  // namespace mass
