#include "harness/plugin/frame.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace mass {
namespace {

using nlohmann::json;

TEST(Frame, IsTwoLengthsAnObjectAndOctets) {
  const auto text = encode({{"id", 7}}, "a\r\nb");

  EXPECT_EQ(text.value(), "8 4\n{\"id\":7}a\r\nb");
}

TEST(Frame, KeepsItsJsonInAscii) {
  const auto text = encode({{"name", "\xC3\xA9"}}, {});

  EXPECT_EQ(text.value(), "17 0\n{\"name\":\"\\u00e9\"}");
}

TEST(Frame, IsRefusedWhenItIsTooLongToSend) {
  const auto text = encode({}, std::string(kMaxFrameOctets + 1, 'x'));

  ASSERT_FALSE(text);
  EXPECT_EQ(text.error().code, Errc::limit);
}

TEST(FrameReader, TakesFramesFromPiecesOfAnySize) {
  const std::string wire = encode({{"id", 1}}, "one\n").value() + encode({{"id", 2}}, {}).value();
  for (std::size_t piece = 1; piece <= wire.size(); ++piece) {
    FrameReader reader;
    std::vector<Frame> frames;

    for (std::size_t at = 0; at < wire.size(); at += piece) {
      reader.add(std::string_view(wire).substr(at, piece));
      for (auto next = reader.next(); next && *next; next = reader.next()) {
        frames.push_back(**std::move(next));
      }
    }

    ASSERT_EQ(frames.size(), 2U) << piece;
    EXPECT_EQ(frames[0].octets, "one\n");
    EXPECT_EQ(frames[1].header.at("id"), 2);
    EXPECT_EQ(reader.pending(), 0U);
  }
}

// What can no longer become a frame is told at once, not when more has come.
TEST(FrameReader, RefusesWhatIsNoFrame) {
  const std::vector<std::string> wrong{
      "hello\n",
      "12\n",
      "12 \n",
      " 12 0\n",
      "1 2 3\n",
      "-1 0\n",
      "0x10 0\n",
      "\n",
      "99999999 0\n",
      "0 99999999999999999999\n",
      std::string(100, '1'),
      "5 0\nhello",
      "0 0\n",
      "2 0\n[]",
      "4 0\n{\"a\"",
      "9 0\n{\"a\":\"\xFF\"}",
      "80 0\n" + std::string(40, '[') + std::string(40, ']'),
      "206 0\n{\"a\":" + std::string(100, '[') + std::string(100, ']') + "}",
  };
  for (const std::string& text : wrong) {
    FrameReader reader;
    reader.add(text);

    const auto next = reader.next();

    ASSERT_FALSE(next) << text;
    EXPECT_EQ(next.error().code, Errc::protocol);
    EXPECT_LT(next.error().what.size(), 300U);
  }
}

TEST(ReadFrame, TellsTheEndFromAnEndInTheMiddle) {
  std::istringstream whole(encode({{"id", 1}}, "x").value());
  std::istringstream empty;
  std::istringstream cut("10 0\n{\"id\"");
  std::istringstream cut_line("10");

  EXPECT_EQ(read_frame(whole).value()->octets, "x");
  EXPECT_FALSE(read_frame(whole).value());
  EXPECT_FALSE(read_frame(empty).value());
  EXPECT_EQ(read_frame(cut).error().code, Errc::protocol);
  EXPECT_EQ(read_frame(cut_line).error().code, Errc::protocol);
}

}  // namespace
}  // namespace mass
