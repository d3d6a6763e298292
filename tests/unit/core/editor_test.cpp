#include "core/message/editor.hpp"

#include <gtest/gtest.h>

#include "tests/unit/core/samples.hpp"

namespace mass {
namespace {

using namespace std::string_literals;

const std::string kMail = "From: a@x\r\nTo: b@y\r\nTo: c@y\r\n\r\nHi.\r\n";

TEST(MessageEditor, ChangesNothingWhenNothingIsAsked) {
  MessageEditor editor(Message::parse(kMail));

  EXPECT_FALSE(editor.changed());
  EXPECT_EQ(std::move(editor).finish().to_string(), kMail);
}

TEST(MessageEditor, PutsFieldsWhereTheyAreWanted) {
  MessageEditor editor(Message::parse(kMail));

  editor.prepend(make_field("Received", " x"));
  editor.append(make_field("X-Last", " y"));
  editor.insert(2, make_field("X-Mid", " z"));
  editor.insert(99, make_field("X-End", " e"));

  EXPECT_EQ(std::move(editor).finish().to_string(),
            "Received: x\r\nFrom: a@x\r\nX-Mid: z\r\nTo: b@y\r\nTo: c@y\r\nX-Last: y\r\n"
            "X-End: e\r\n\r\nHi.\r\n");
}

TEST(MessageEditor, ReplacesAndErases) {
  MessageEditor editor(Message::parse(kMail));

  editor.replace(0, make_field("From", " list@z"));
  editor.erase(1);
  editor.erase(7);
  editor.replace(7, make_field("No", " field"));

  EXPECT_EQ(std::move(editor).finish().to_string(), "From: list@z\r\nTo: c@y\r\n\r\nHi.\r\n");
}

TEST(MessageEditor, ErasesEveryFieldOfAName) {
  MessageEditor editor(Message::parse("to: 1\r\nA: b\r\nTO: 2\r\nTo: 3\r\n\r\n"s));

  const std::size_t erased = editor.erase_all("To");

  EXPECT_EQ(erased, 3U);
  ASSERT_EQ(editor.edits().size(), 3U);
  EXPECT_EQ(editor.edits()[0].offset, 0U);
  EXPECT_EQ(editor.edits()[1].offset, 1U);
  EXPECT_EQ(editor.edits()[2].offset, 1U);
  EXPECT_EQ(std::move(editor).finish().to_string(), "A: b\r\n\r\n");
}

TEST(MessageEditor, SplicesTheBody) {
  MessageEditor editor(Message::parse("A: b\r\n\r\n0123456789"s));

  editor.splice_body(2, 3, "xy");
  editor.splice_body(99, 99, "end");
  editor.splice_body(0, 0, "start");

  EXPECT_EQ(editor.body(), "start01xy56789end");
  EXPECT_EQ(std::move(editor).finish().to_string(), "A: b\r\n\r\nstart01xy56789end");
}

TEST(MessageEditor, SharesWhatItDoesNotTouch) {
  const auto message = Message::parse(kMail);
  MessageEditor editor(message);

  editor.replace(1, make_field("To", " d@y"));
  const Message changed = std::move(editor).finish();

  EXPECT_EQ(changed.fields()[0].raw().data(), message.fields()[0].raw().data());
  EXPECT_EQ(changed.body().view().data(), message.body().view().data());
  EXPECT_EQ(message.to_string(), kMail);
}

TEST(MessageEditor, LogsWhatItDid) {
  MessageEditor editor(Message::parse(kMail));

  editor.replace(1, make_field("To", " dd@y"));
  editor.splice_body(2, 1, "!?");

  ASSERT_EQ(editor.edits().size(), 2U);
  EXPECT_EQ(editor.edits()[0].kind, Edit::Kind::replace_field);
  EXPECT_EQ(editor.edits()[0].field, "To");
  EXPECT_EQ(editor.edits()[0].offset, 1U);
  EXPECT_EQ(editor.edits()[0].removed, 9U);
  EXPECT_EQ(editor.edits()[0].added, 10U);
  EXPECT_EQ(editor.edits()[1].kind, Edit::Kind::splice_body);
  EXPECT_EQ(editor.edits()[1].field, "");
  EXPECT_EQ(editor.edits()[1].offset, 2U);
  EXPECT_EQ(editor.edits()[1].removed, 1U);
  EXPECT_EQ(editor.edits()[1].added, 2U);
}

TEST(MessageEditor, DoesNotLogAnEditWithoutEffect) {
  MessageEditor editor(Message::parse(kMail));

  editor.replace(0, make_field("From", " a@x"));
  editor.splice_body(0, 2, "Hi");
  editor.splice_body(99, 5, "");
  editor.set_body(Octets("Hi.\r\n"s));
  editor.erase_all("Cc");

  EXPECT_FALSE(editor.changed());
}

TEST(MessageEditor, GivesABodyItsSeparator) {
  MessageEditor editor(Message::parse("A: b\r\n"s));

  editor.set_body(Octets("Hi.\r\n"s));

  EXPECT_EQ(std::move(editor).finish().to_string(), "A: b\r\n\r\nHi.\r\n");
}

TEST(MessageEditor, EndsALastFieldBeforeABodyFollows) {
  MessageEditor editor(Message::parse("A: b"s));

  editor.splice_body(0, 0, "Hi.\r\n");

  EXPECT_EQ(std::move(editor).finish().to_string(), "A: b\r\n\r\nHi.\r\n");
}

TEST(MessageEditor, EndsALastFieldBeforeAFieldFollows) {
  MessageEditor editor(Message::parse("A : b"s));

  editor.append(make_field("C", " d"));
  const Message changed = std::move(editor).finish();

  EXPECT_EQ(changed.to_string(), "A : b\r\nC: d\r\n");
  EXPECT_EQ(changed.fields()[0].name(), "A");
  EXPECT_EQ(changed.fields()[0].value(), " b");
}

TEST(MessageEditor, EndsAnInsertedFieldThatIsNotTheLast) {
  MessageEditor editor(Message::parse("A: b"s));

  editor.prepend(*parse_field(Octets("C: d"s)));
  editor.replace(0, *parse_field(Octets("E: f"s)));

  EXPECT_EQ(std::move(editor).finish().to_string(), "E: f\r\nA: b");
}

TEST(MessageEditor, KeepsAJunkLineWhereItIs) {
  MessageEditor editor(Message::parse("A: b\r\njunk\r\nC: d\r\n"s));

  editor.prepend(make_field("R", " x"));

  EXPECT_EQ(std::move(editor).finish().to_string(), "R: x\r\nA: b\r\njunk\r\nC: d\r\n");
}

TEST(MessageEditor, KeepsABodyThatStartsWithABlankApartFromANewField) {
  MessageEditor editor(Message::parse(" blank\r\nA: b\r\n"s));

  editor.prepend(make_field("R", " x"));
  const Message changed = std::move(editor).finish();

  EXPECT_EQ(changed.to_string(), "R: x\r\n\r\n blank\r\nA: b\r\n");
  EXPECT_EQ(Message::parse(changed.to_string()).fields().size(), 1U);
}

// What an editor makes parses to the fields and the body it was given.
TEST(MessageEditor, MakesMessagesThatParseToTheSameParts) {
  for (std::uint64_t round = 0; round < 20'000; ++round) {
    test::Dice dice(round);
    const auto message = Message::parse(dice.text("\r\n\r\n :ab", dice.below(40)));
    MessageEditor editor(message);
    for (std::size_t i = 0; i <= dice.below(4); ++i) {
      const std::size_t at = dice.below(4);
      switch (dice.below(5)) {
        case 0:
          editor.insert(at, make_field("N", " v"));
          break;
        case 1:
          editor.replace(at, make_field("N", ""));
          break;
        case 2:
          editor.insert(at, *parse_field(Octets("N:"s)));
          break;
        case 3:
          editor.splice_body(at, dice.below(4), dice.text("\r\n :ab", dice.below(4)));
          break;
        case 4:
          editor.prepend(make_field("N", " v"));
          break;
      }
    }
    const Message changed = std::move(editor).finish();

    const auto again = Message::parse(changed.to_string());

    ASSERT_EQ(again.fields().size(), changed.fields().size()) << test::seed_note(round);
    for (std::size_t i = 0; i < again.fields().size(); ++i) {
      ASSERT_EQ(again.fields()[i].raw(), changed.fields()[i].raw()) << test::seed_note(round);
    }
    ASSERT_EQ(again.body().view(), changed.body().view()) << test::seed_note(round);
  }
}

}  // namespace
}  // namespace mass
