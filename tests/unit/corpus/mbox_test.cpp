#include <gtest/gtest.h>

#include <string>

#include "reading.hpp"
#include "temp_folder.hpp"

namespace mass {
namespace {

using Texts = std::vector<std::string>;

constexpr const char* kFrom = "From joe@example.com Fri Aug  6 21:01:54 2004\n";

Reading read_text(std::string text, const ReadOptions& options = {}, std::size_t piece = 7) {
  Reading reading;
  const auto reader = read_mbox(input_of(std::move(text), piece), "m", options);
  while (auto item = reader->next()) {
    if (auto* message = std::get_if<RawMessage>(&*item)) {
      reading.messages.push_back(std::move(*message));
    } else {
      reading.problems.push_back(std::get<CorpusProblem>(*std::move(item)));
    }
  }
  return reading;
}

std::string entry(const std::string& message) {
  return kFrom + message + "\n";
}

std::string with_crlf(const std::string& text) {
  std::string out;
  for (const char c : text) out += c == '\n' ? std::string("\r\n") : std::string(1, c);
  return out;
}

TEST(Mbox, SplitsEntriesAndKeepsStorageApart) {
  const std::string first = "Subject: a\n\none\n\n";
  const std::string second = "Subject: b\n\ntwo\n";

  const Reading reading = read_text(entry(first) + entry(second));

  ASSERT_EQ(reading.octets(), (Texts{first, second}));
  EXPECT_EQ(reading.messages[0].head, kFrom);
  EXPECT_EQ(reading.messages[0].tail, "\n");
  EXPECT_EQ(reading.places(), (Texts{"m:46", "m:110"}));
}

TEST(Mbox, GivesTheSameWhateverThePiecesOfTheInput) {
  std::string text;
  for (int i = 0; i < 40; ++i) {
    text += entry("Subject: a\n\n" + std::string(static_cast<std::size_t>(i * 97), 'x') +
                  "\n\n>From b\n");
  }
  const Texts whole = read_text(text, {}, 65536).octets();
  ASSERT_EQ(whole.size(), 40U);

  EXPECT_EQ(read_text(text, {}, 1).octets(), whole);
  EXPECT_EQ(read_text(text, {}, 45).octets(), whole);
}

TEST(Mbox, TakesCrlfLines) {
  const std::string text = entry("Subject: a\n\none\n\n") + entry("Subject: b\n\ntwo\n");

  const Reading reading = read_text(with_crlf(text));

  EXPECT_EQ(reading.octets(),
            (Texts{"Subject: a\r\n\r\none\r\n\r\n", "Subject: b\r\n\r\ntwo\r\n"}));
  EXPECT_EQ(reading.messages.at(0).tail, "\r\n");
}

TEST(Mbox, TakesAByteOrderMarkAndBlankLinesAtTheStart) {
  const Reading reading = read_text("\xEF\xBB\xBF" + entry("Subject: a\n\none\n"));

  EXPECT_EQ(reading.octets(), Texts{"Subject: a\n\none\n"});
  EXPECT_EQ(reading.messages.at(0).head, std::string("\xEF\xBB\xBF") + kFrom);
  EXPECT_EQ(read_text("\n\r\n" + entry("Subject: a\n\none\n")).octets(),
            Texts{"Subject: a\n\none\n"});
}

TEST(Mbox, LeavesAFromLineInTheBodyWhenNoBlankLineIsBeforeIt) {
  const std::string message = "Subject: a\n\none\n" + std::string(kFrom) + "two\n";

  EXPECT_EQ(read_text(entry(message)).octets(), Texts{message});
}

TEST(Mbox, LeavesAParagraphThatStartsWithFromWhenItHasNoDate) {
  const std::string message = "Subject: a\n\none\n\nFrom Russia with love\nYear: 1963\n";

  EXPECT_EQ(read_text(entry(message) + entry("Subject: b\n\n")).octets(),
            (Texts{message, "Subject: b\n\n"}));
}

TEST(Mbox, SplitsAtDatelessLinesWhenTheFileStartsWithOne) {
  const std::string first = "Subject: a\n\nFrom Russia with love\n\nwhere to?\n";

  const Reading reading = read_text("From -\n" + first + "\nFrom -\nSubject: b\n\ntwo\n\n");

  EXPECT_EQ(reading.octets(), (Texts{first, "Subject: b\n\ntwo\n"}));
}

TEST(Mbox, KeepsAMessageWhoseLastBlankLineLacks) {
  EXPECT_EQ(read_text(kFrom + std::string("Subject: a\n\none")).octets(),
            Texts{"Subject: a\n\none"});
  EXPECT_EQ(read_text(kFrom + std::string("Subject: a\n\none\n")).octets(),
            Texts{"Subject: a\n\none\n"});
}

struct QuotingCase {
  MboxQuoting quoting;
  const char* stored;
  const char* read;
};

TEST(Mbox, TakesOffQuotesAsTheOptionsSay) {
  for (const QuotingCase& c : {
           QuotingCase{MboxQuoting::detect, ">From a\n>>From b\n>>>From c\n> From d\n",
                       "From a\n>From b\n>>From c\n> From d\n"},
           QuotingCase{MboxQuoting::mboxrd, ">From a\n>>From b\n", "From a\n>From b\n"},
           QuotingCase{MboxQuoting::mboxo, ">From a\n>>From b\n", "From a\n>>From b\n"},
           QuotingCase{MboxQuoting::none, ">From a\n>>From b\n", ">From a\n>>From b\n"},
           QuotingCase{MboxQuoting::detect, ">>>>\n>From\n>Fromage \n", ">>>>\n>From\n>Fromage \n"},
       }) {
    const std::string header = "Subject: a\n\n";

    const Reading reading = read_text(entry(header + c.stored), {.quoting = c.quoting});

    EXPECT_EQ(reading.octets(), Texts{header + c.read});
  }
}

TEST(Mbox, DoesNotTakeQuotesOffInsideAVeryLongLine) {
  // Lines are read in pieces; a piece that starts with `>From ` does not start a line.
  const std::string body = std::string(Input::kPiece, 'x') + ">From here\n";

  EXPECT_EQ(read_text(entry("A: b\n\n" + body)).octets(), Texts{"A: b\n\n" + body});
}

TEST(Mbox, BelievesContentLengthWhenItEndsAtASeparator) {
  const std::string body = "one\n\n" + std::string(kFrom) + "Subject: quoted\n\n>From x\n";
  const std::string first =
      "Subject: a\nContent-Length: " + std::to_string(body.size()) + "\n\n" + body;

  const Reading reading = read_text(entry(first) + entry("Subject: b\n\ntwo\n"));

  EXPECT_EQ(reading.octets(), (Texts{first, "Subject: b\n\ntwo\n"}));
  EXPECT_EQ(reading.messages.at(0).tail, "\n");
}

TEST(Mbox, BelievesContentLengthWhenItEndsTheFile) {
  const std::string body = "one\n\n" + std::string(kFrom) + "x";
  const std::string message = "Content-length: " + std::to_string(body.size()) + "\n\n" + body;

  EXPECT_EQ(read_text(kFrom + message).octets(), Texts{message});
}

TEST(Mbox, TakesQuotesOffACountedBodyWhenNothingShowsThatItWasNotQuoted) {
  const std::string message = "Content-Length: 13\n\none\n>From two\n";
  ASSERT_EQ(message.substr(message.find("\n\n") + 2).size(), 14U);
  const std::string counted = "Content-Length: 14\n\none\n>From two\n";

  EXPECT_EQ(read_text(entry(counted)).octets(), Texts{"Content-Length: 14\n\none\nFrom two\n"});
  EXPECT_EQ(read_text(entry(message)).octets(), Texts{"Content-Length: 13\n\none\nFrom two\n"});
}

TEST(Mbox, IgnoresContentLengthWhenItEndsElsewhere) {
  for (const char* length : {"0", "1", "4", "9", "1000", "70000000000", "-3", "x", ""}) {
    const std::string first = std::string("Content-Length: ") + length + "\n\none\ntwo three\n";

    const Reading reading = read_text(entry(first) + entry("Subject: b\n\n"));

    EXPECT_EQ(reading.octets(), (Texts{first, "Subject: b\n\n"})) << length;
  }
}

TEST(Mbox, StaysLinearWhenEveryContentLengthLies) {
  std::string text;
  for (int i = 0; i < 20000; ++i) text += entry("Content-Length: 2000000\n\nx\n");

  const Reading reading = read_text(text, {}, 65536);

  EXPECT_EQ(reading.messages.size(), 20000U);
}

TEST(Mbox, NamesAnEntryThatIsTooLargeAndGoesOn) {
  const std::string large = "Subject: a\n\n" + std::string(5000, 'x') + "\n";

  const Reading reading =
      read_text(entry(large) + entry("Subject: b\n\ntwo\n"), {.message_limit = 4096});

  EXPECT_EQ(reading.octets(), Texts{"Subject: b\n\ntwo\n"});
  ASSERT_EQ(reading.problems.size(), 1U);
  EXPECT_EQ(reading.problems[0].place, "m:46");
  EXPECT_EQ(reading.problems[0].reason, "larger than 4096 octets: left out");
}

TEST(Mbox, NamesAnEntryWithoutOctetsAndGoesOn) {
  const Reading reading = read_text(kFrom + std::string("\n") + entry("Subject: b\n\ntwo\n"));

  EXPECT_EQ(reading.octets(), Texts{"Subject: b\n\ntwo\n"});
  ASSERT_EQ(reading.problems.size(), 1U);
  EXPECT_EQ(reading.problems[0].reason, "empty entry");
}

TEST(Mbox, KeepsNulAndEveryOtherOctet) {
  std::string octets = "Subject: a\n\n";
  for (int i = 0; i < 256; ++i) octets += static_cast<char>(i);
  octets += "\n";

  EXPECT_EQ(read_text(entry(octets)).octets(), Texts{octets});
}

TEST(Mbox, IsFoundByItsContentWhateverItsName) {
  const TempFolder folder;
  folder.write("archive.txt", entry("Subject: a\n\n1\n") + entry("Subject: b\n\n2\n"));
  folder.write("notes.txt", "just text\n");

  const Reading reading = read_stored(folder.path());

  EXPECT_EQ(reading.places(), (Texts{"archive.txt:46", "archive.txt:107"}));
  EXPECT_EQ(reading.skipped, 1U);
}

}  // namespace
}  // namespace mass
