#include "tests/unit/paths/support.hpp"

namespace mass {
namespace {

const std::vector<std::string> kListFields{"X-BeenThere",      "Precedence",   "List-Id",
                                           "List-Post",        "List-Help",    "List-Subscribe",
                                           "List-Unsubscribe", "List-Archive", "Errors-To"};

std::vector<std::string> joined(std::vector<std::string> left,
                                const std::vector<std::string>& right) {
  left.insert(left.end(), right.begin(), right.end());
  return left;
}

TEST(ListHeader, StandsBelowTheAuthorsFields) {
  const Applied result = apply("T02", transit_of("From: a@b\nSubject: x\n\nbody\n"));

  const Message& message = result.out.at(0).message;
  EXPECT_EQ(names_of(message), joined({"From", "Subject"}, joined(kListFields, {"Sender"})));
  EXPECT_EQ(unfolded(*message.find("List-Id")), "<demo.lists.example.org>");
  EXPECT_EQ(unfolded(*message.find("Sender")), "demo-bounces@lists.example.org");
  EXPECT_EQ(message.body().view(), "body\r\n");
}

TEST(ListHeader, StandsAboveEverythingWhenAtTheTop) {
  const Applied result =
      apply("T02", transit_of("From: a@b\n\n"), {{"position", "top"}, {"sender", false}});

  EXPECT_EQ(names_of(result.out.at(0).message), joined(kListFields, {"From"}));
}

TEST(ListHeader, ReplacesSenderWhereItStands) {
  const Applied result =
      apply("T02", transit_of("SENDER: old@x\nFrom: a@b\nSender: again@x\nSubject: s\n\n"));

  EXPECT_EQ(names_of(result.out.at(0).message), joined({"SENDER", "From", "Subject"}, kListFields));
  EXPECT_EQ(result.out[0].message.fields()[0].raw(), "SENDER: demo-bounces@lists.example.org\r\n");
}

TEST(ListHeader, DeletesFieldsOfAnotherListAndAddsItsOwn) {
  const std::string_view text = "List-Id: other\nFrom: a@b\nprecedence: bulk\n\n";

  const Applied replaced = apply("T02", transit_of(text), {{"sender", false}});
  const Applied kept = apply("T02", transit_of(text), {{"sender", false}, {"if_exists", "keep"}});

  EXPECT_EQ(names_of(replaced.out.at(0).message), joined({"From"}, kListFields));
  EXPECT_EQ(names_of(kept.out.at(0).message),
            joined({"List-Id", "From", "precedence"}, kListFields));
}

TEST(ListHeader, ChangesNothingTheSecondTime) {
  const Applied first = apply("T02", transit_of("From: a@b\n\nbody\n"), {{"sender", false}});

  expect_untouched("T02", first.out.at(0), {{"sender", false}});
}

TEST(ListHeader, EndsALastFieldThatHasNoLineEnd) {
  const Applied result = apply("T02", transit_of_octets("From: a@b"));

  const Message again = Message::parse(result.out.at(0).message.to_string());
  EXPECT_EQ(names_of(again), joined({"From"}, joined(kListFields, {"Sender"})));
}

}  // namespace
}  // namespace mass
