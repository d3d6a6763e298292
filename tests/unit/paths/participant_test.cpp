#include <algorithm>

#include "core/message/editor.hpp"
#include "tests/unit/paths/support.hpp"

namespace mass {
namespace {

Result<Path> path_of(const std::string& hop) {
  return parse_path(
      R"({"schema": "mass-path-1", "id": "mine", "title": "t", "hops": [)" + hop + "]}",
      "mine.json");
}

// Writes down who acted.
Result<Signed> leave_a_mark(Transit transit, const Transit&, const Step& step, RandomSource&) {
  MessageEditor editor(transit.message);
  editor.prepend(make_field("X-Acted", " " + step.domain + " as " + step.host));
  transit.message = std::move(editor).finish();
  return Signed{std::move(transit), {}};
}

Journey along(const Path& path, const Participant& participant) {
  return travel(path, transit_of(kMail), 7, "m1", crypto(), participant);
}

TEST(Participant, ActsAtItsStepForItsDomain) {
  const auto path = path_of(R"({"host": "out.lists.example", "domain": "lists.example",
    "role": "mediator", "steps": [{"apply": "T03"}, {"take_part": true}, {"apply": "T01"}]})");
  ASSERT_TRUE(path) << path.error().what;

  const Journey journey = along(*path, leave_a_mark);

  ASSERT_EQ(journey.after.size(), 3U);
  EXPECT_EQ(journey.changed, (std::vector<bool>{true, true, true}));
  EXPECT_EQ(journey.after[0].message.find("X-Acted"), nullptr);
  EXPECT_EQ(unfolded(*journey.after[1].message.find("X-Acted")),
            "lists.example as out.lists.example");
  EXPECT_EQ(path->steps[1].label(), "take part");
  EXPECT_EQ(participating_domains(std::span(&*path, 1)), std::vector<std::string>{"lists.example"});
}

// A scheme that checks first and signs later needs to know what came in.
TEST(Participant, IsToldWhatCameToItsDomainBeforeItsOwnChanges) {
  const auto path = path_of(R"(
    {"host": "a.example", "steps": [{"apply": "T03", "with": {"tag": "[a]"}}]},
    {"host": "in.lists.example", "domain": "lists.example",
     "steps": [{"apply": "T03", "with": {"tag": "[b]"}}]},
    {"host": "out.lists.example", "domain": "Lists.example",
     "steps": [{"apply": "T03", "with": {"tag": "[c]"}}, {"take_part": true},
               {"apply": "T03", "with": {"tag": "[d]"}}, {"take_part": true}]})");
  ASSERT_TRUE(path) << path.error().what;
  std::vector<std::string> seen;

  (void)along(*path, [&seen](Transit transit, const Transit& arrived, const Step& step,
                             RandomSource& random) {
    seen.push_back(unfolded(*arrived.message.find("Subject")));
    return leave_a_mark(std::move(transit), arrived, step, random);
  });

  ASSERT_EQ(seen.size(), 2U);
  EXPECT_EQ(seen[0], "[a] x");
  EXPECT_EQ(seen[1], "[c] [b] [a] x") << "as the first sealing left it";
}

TEST(Participant, ChangesNothingWhenItDeclinesOrIsNotThere) {
  const auto path = path_of(R"({"host": "lists.example", "steps": [{"take_part": true}]})");
  ASSERT_TRUE(path) << path.error().what;

  const Journey declined =
      along(*path, [](Transit transit, const Transit&, const Step&, RandomSource&) {
        return Result<Signed>(Signed{std::move(transit), "no_key"});
      });
  const Journey alone = along(*path, {});

  EXPECT_FALSE(declined.changed[0]);
  EXPECT_EQ(declined.end().message.to_string(), transit_of(kMail).message.to_string());
  EXPECT_EQ(declined.log[0], std::vector<std::string>{"did not take part: no_key"});
  EXPECT_EQ(alone.end().message.to_string(), transit_of(kMail).message.to_string());
}

TEST(Participant, EndsTheJourneyWhenTheFrameworkCannotDoIt) {
  const auto path =
      path_of(R"({"host": "lists.example", "steps": [{"take_part": true}, {"apply": "T01"}]})");

  const Journey journey = along(*path, [](Transit, const Transit&, const Step&, RandomSource&) {
    return Result<Signed>(fail(Errc::internal, "broken"));
  });

  EXPECT_EQ(journey.error, "lists.example: broken");
  EXPECT_EQ(journey.after.size(), 1U);
}

TEST(Participant, IsNoTransform) {
  const auto path = path_of(
      R"({"host": "h.example", "steps": [{"take_part": true, "apply": "T01", "with": {}}]})");

  ASSERT_FALSE(path);
  EXPECT_NE(path.error().what.find("has no transform"), std::string::npos) << path.error().what;
  EXPECT_NE(path.error().what.find("mine.json:1:"), std::string::npos) << path.error().what;
}

TEST(Participant, HasItsDomainInTheHashOfThePath) {
  const auto one = path_of(R"({"host": "h.example", "steps": [{"take_part": true}]})");
  const auto other =
      path_of(R"({"host": "h.example", "domain": "example", "steps": [{"take_part": true}]})");

  EXPECT_NE(one->hash, other->hash);
}

}  // namespace
}  // namespace mass
