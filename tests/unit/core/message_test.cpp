#include "core/message/message.hpp"

#include <gtest/gtest.h>

#include "tests/unit/core/samples.hpp"

namespace mass {
namespace {

using namespace std::string_literals;

std::vector<std::string> names_of(const Message& message) {
  std::vector<std::string> names;
  for (const Field& field : message.fields()) names.emplace_back(field.name());
  return names;
}

using Names = std::vector<std::string>;

TEST(Message, FindsFieldsSeparatorAndBody) {
  const auto message = Message::parse("From: a@x\r\nSubject: one\r\n two\r\n\r\nHi.\r\n"s);

  EXPECT_EQ(names_of(message), (Names{"From", "Subject"}));
  EXPECT_EQ(message.fields()[1].value(), " one\r\n two");
  EXPECT_EQ(message.fields()[1].raw(), "Subject: one\r\n two\r\n");
  EXPECT_EQ(message.separator().view(), "\r\n");
  EXPECT_EQ(message.body().view(), "Hi.\r\n");
  EXPECT_TRUE(message.defects().none());
}

TEST(Message, IsEmptyWhenThereAreNoOctets) {
  const auto parsed = Message::parse(""s);
  const Message made;

  EXPECT_EQ(parsed.size(), 0U);
  EXPECT_TRUE(parsed.fields().empty());
  EXPECT_EQ(made.to_string(), "");
  EXPECT_EQ(made.find("From"), nullptr);
}

TEST(Message, IsEmptyAfterItWasMovedFrom) {
  auto message = Message::parse("From: a@x\r\n\r\nHi.\r\n"s);

  const Message moved = std::move(message);

  EXPECT_EQ(message.size(), 0U);  // NOLINT: the point of the test
  EXPECT_EQ(moved.size(), 18U);
}

TEST(Message, LeavesBlanksBeforeTheColonOutOfTheName) {
  const auto message = Message::parse("Subject \t: a\r\n\r\n"s);

  ASSERT_NE(message.find("subject"), nullptr);
  EXPECT_EQ(message.find("subject")->name(), "Subject");
  EXPECT_EQ(message.find("subject")->value(), " a");
  EXPECT_EQ(message.find("subject")->raw(), "Subject \t: a\r\n");
}

TEST(Message, KeepsALineOfBlanksAsContinuation) {
  const auto message = Message::parse("Subject: a\r\n \t\r\n b\r\n\r\nbody"s);

  ASSERT_EQ(message.fields().size(), 1U);
  EXPECT_EQ(message.fields()[0].value(), " a\r\n \t\r\n b");
}

TEST(Message, EndsTheHeaderWhereALineIsNoField) {
  for (const std::string junk : {"no colon here\r\n", "Sub ject: x\r\n", ": x\r\n", "\x01: x\r\n",
                                 ">From a@x Mon\r\n", "S\xC3\xBC: x\r\n", "\rA: b\r\n"}) {
    const auto message = Message::parse("From: a@x\r\n" + junk + "To: b@y\r\n\r\nHi.\r\n");

    EXPECT_EQ(names_of(message), Names{"From"}) << junk;
    EXPECT_TRUE(message.separator().empty()) << junk;
    EXPECT_EQ(message.body().view(), junk + "To: b@y\r\n\r\nHi.\r\n");
    EXPECT_TRUE(message.defects().has(Defect::junk_line)) << junk;
    EXPECT_TRUE(message.defects().has(Defect::no_separator)) << junk;
  }
}

TEST(Message, IsAllBodyWhenItStartsWithABlank) {
  const auto message = Message::parse(" Subject: a\r\nFrom: a@x\r\n\r\n"s);

  EXPECT_TRUE(message.fields().empty());
  EXPECT_EQ(message.body().size(), message.size());
  EXPECT_TRUE(message.defects().has(Defect::leading_fold));
  EXPECT_FALSE(message.defects().has(Defect::junk_line));
}

TEST(Message, HasNoSeparatorWhenTheHeaderRunsToTheEnd) {
  for (const std::string text : {"From: a@x\r\nTo: b@y\r\n", "From: a@x\r\nTo: b@y"}) {
    const auto message = Message::parse(text);

    EXPECT_EQ(names_of(message), (Names{"From", "To"}));
    EXPECT_EQ(message.fields()[1].value(), " b@y");
    EXPECT_TRUE(message.body().empty());
    EXPECT_TRUE(message.defects().has(Defect::no_separator));
    EXPECT_FALSE(message.defects().has(Defect::junk_line));
    EXPECT_EQ(message.to_string(), text);
  }
}

TEST(Message, HasNoFieldsWhenItStartsWithTheSeparator) {
  const auto message = Message::parse("\r\nFrom: a@x\r\n"s);

  EXPECT_TRUE(message.fields().empty());
  EXPECT_EQ(message.body().view(), "From: a@x\r\n");
  EXPECT_TRUE(message.defects().none());
}

TEST(Message, EndsLinesAtCrlfOnly) {
  const auto message = Message::parse("A: 1\nB: 2\rC: 3\n\nD: 4\r\n\r\nbody"s);

  EXPECT_EQ(names_of(message), Names{"A"});
  EXPECT_EQ(message.fields()[0].value(), " 1\nB: 2\rC: 3\n\nD: 4");
  EXPECT_EQ(message.body().view(), "body");
}

TEST(Message, FindsTheFirstOfSeveralAndCountsThem) {
  const auto message = Message::parse("X: 1\r\nx: 2\r\nXX: 3\r\n\r\n"s);

  EXPECT_EQ(message.find("X")->value(), " 1");
  EXPECT_EQ(message.count("x"), 2U);
  EXPECT_EQ(message.count("y"), 0U);
}

TEST(Message, NotesLimitsWithoutRefusing) {
  std::string many;
  for (int i = 0; i < 1001; ++i) many += "A: b\r\n";

  EXPECT_TRUE(Message::parse(many).defects().has(Defect::many_fields));
  EXPECT_FALSE(Message::parse(many.substr(6)).defects().has(Defect::many_fields));
  EXPECT_TRUE(Message::parse(std::string(999, 'n') + ": v\r\n").defects().has(Defect::long_name));
  EXPECT_FALSE(Message::parse(std::string(998, 'n') + ": v\r\n").defects().has(Defect::long_name));
  EXPECT_TRUE(Message::parse("N: " + std::string(65536, 'v')).defects().has(Defect::long_field));
  EXPECT_FALSE(Message::parse("N: " + std::string(65533, 'v')).defects().has(Defect::long_field));
}

TEST(Message, NotesEightBitOctetsOfTheHeaderOnly) {
  for (std::size_t at = 0; at < 20; ++at) {
    std::string value(20, 'v');
    value[at] = '\x80';

    EXPECT_TRUE(Message::parse("N: " + value).defects().has(Defect::eight_bit_header)) << at;
  }
  EXPECT_FALSE(Message::parse("N: v\r\n\r\n\x80"s).defects().has(Defect::eight_bit_header));
}

TEST(Message, KeepsFieldsBeyondTheBoundInTheBody) {
  std::string text;
  for (std::size_t i = 0; i < kMaxParsedFields + 5; ++i) text += "A:\r\n";

  const auto message = Message::parse(text);

  EXPECT_EQ(message.fields().size(), kMaxParsedFields);
  EXPECT_EQ(message.body().size(), 5U * 4);
  EXPECT_TRUE(message.defects().has(Defect::many_fields));
  EXPECT_EQ(message.to_string(), text);
}

TEST(Message, FindsDefectsOfLinesOnlyWhenAsked) {
  struct Case {
    std::string text;
    Defect defect;
  };
  const std::string header = "A: b\r\n\r\n";
  const std::vector<Case> cases{
      {header + "a\rb\r\n", Defect::bare_cr},
      {header + "a\r\r\n", Defect::bare_cr},
      {header + "a\r", Defect::bare_cr},
      {header + "a\nb\r\n", Defect::bare_lf},
      {header + "\n\r\n", Defect::bare_lf},
      {"A: b\nc\r\n\r\n", Defect::bare_lf},
      {header + "a\0b\r\n"s, Defect::nul},
      {header + std::string(999, 'x') + "\r\n", Defect::long_line},
      {header + std::string(999, 'x'), Defect::long_line},
      {"A: " + std::string(996, 'x') + "\r\n\r\n", Defect::long_line},
      {header + "a", Defect::no_final_crlf},
      {"A: b", Defect::no_final_crlf},
  };

  for (const Case& c : cases) {
    const auto message = Message::parse(c.text);

    EXPECT_FALSE(message.defects().has(c.defect)) << name_of(c.defect);
    EXPECT_TRUE(message.scan_defects().has(c.defect)) << name_of(c.defect) << ": " << c.text;
  }
}

TEST(Message, FindsNoDefectInOrdinaryMail) {
  const auto message =
      Message::parse("A: b\r\n c\r\n\r\n" + std::string(998, 'x') + "\r\n\r\na\r\n");

  EXPECT_TRUE(message.scan_defects().none());
}

TEST(Message, SharesItsOctetsWithCopiesAndSlices) {
  const auto message = Message::parse("A: b\r\n\r\nbody"s);

  const Message copy = message;

  EXPECT_EQ(copy.body().view().data(), message.body().view().data());
  EXPECT_EQ(message.fields()[0].raw().data() + 8, message.body().view().data());
}

TEST(Message, NamesEveryDefect) {
  for (std::size_t i = 0; i < kDefectCount; ++i) {
    EXPECT_FALSE(name_of(static_cast<Defect>(i)).empty()) << i;
  }
}

TEST(Field, ComesFromItsOctets) {
  const auto field = parse_field(Octets("Subject : a\r\n b"s));

  ASSERT_NE(field, nullptr);
  EXPECT_EQ(field->name(), "Subject");
  EXPECT_EQ(field->value(), " a\r\n b");
  EXPECT_EQ(parse_field(Octets("A: b\r\nC: d\r\n"s))->raw(), "A: b\r\n");
  EXPECT_EQ(parse_field(Octets("no colon\r\n"s)), nullptr);
  EXPECT_EQ(parse_field(Octets(" A: b\r\n"s)), nullptr);
  EXPECT_EQ(parse_field(Octets()), nullptr);
}

TEST(Field, IsMadeFromNameAndValue) {
  const Field field = make_field("Subject", " a\r\n\tb");

  EXPECT_EQ(field.raw(), "Subject: a\r\n\tb\r\n");
  EXPECT_EQ(field.name(), "Subject");
  EXPECT_EQ(field.value(), " a\r\n\tb");
  EXPECT_TRUE(field.is("sUBJECT"));
}

TEST(Field, UnfoldsToOneLineThatKeepsItsInnerBlanks) {
  EXPECT_EQ(unfolded(make_field("A", "  one\r\n  two \t")), "one  two");
  EXPECT_EQ(unfolded(make_field("A", "\r\n \r\n\tone")), "one");
  EXPECT_EQ(unfolded(make_field("A", " ")), "");
}

// Parsing and writing again gives the same octets, and again the same structure.
void expect_identity(const std::string& text, const std::string& note) {
  const auto message = Message::parse(text);

  ASSERT_EQ(message.to_string(), text) << note;
  ASSERT_EQ(message.size(), text.size()) << note;
  const auto assembled = Message::assemble({message.fields().begin(), message.fields().end()},
                                           message.separator(), message.body());
  ASSERT_EQ(assembled.to_string(), text) << note;
  ASSERT_EQ(assembled.defects(), message.defects()) << note;
}

TEST(MessageIdentity, HoldsForEveryFileOfTheCorpora) {
  const auto files = test::shared_files("corpus");
  if (files.empty()) GTEST_SKIP() << "no shared corpora";

  for (const auto& file : files) {
    const std::string stored = test::read_file(file);
    expect_identity(stored, file.string());
    expect_identity(test::to_wire(stored), file.string() + " with CRLF");
  }
}

TEST(MessageIdentity, HoldsForRandomOctets) {
  for (std::uint64_t round = 0; round < 20'000; ++round) {
    test::Dice dice(round);
    const std::size_t length = dice.below(200);
    const bool is_mail_like = round % 2 == 0;
    expect_identity(is_mail_like ? dice.text("\r\n :aB\t\xA0", length) : dice.octets(length),
                    test::seed_note(round));
  }
}

TEST(MessageIdentity, HoldsForDamagedMail) {
  const std::string sample =
      "Received: from a\r\n\tby b; Fri, 06 Aug 2004 21:01:54 -0700\r\nFrom: \"J\" <j@x>\r\n"
      "Subject : =?utf-8?Q?a?=\r\n b\r\n\r\nHi.\r\n\r\n.\r\n";
  for (std::size_t length = 0; length <= sample.size(); ++length) {
    expect_identity(sample.substr(0, length), "cut at " + std::to_string(length));
  }
  for (std::uint64_t round = 0; round < 20'000; ++round) {
    test::Dice dice(round);
    std::string damaged = sample;
    for (std::size_t i = 0; i <= dice.below(4); ++i) {
      const std::size_t at = dice.below(damaged.size());
      if (dice.below(2) == 0) {
        damaged[at] = static_cast<char>(dice.below(256));
      } else {
        damaged.insert(at, dice.text("\r\n: ", 1));
      }
    }
    expect_identity(damaged, test::seed_note(round));
  }
}

}  // namespace
}  // namespace mass
