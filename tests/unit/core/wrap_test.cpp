#include <gtest/gtest.h>

#include "core/message/limits.hpp"
#include "core/message/mime.hpp"
#include "core/message/wrap.hpp"

namespace mass {
namespace {

TEST(Wrap, TakesTheContentFieldsIntoTheEntity) {
  const Message message = Message::parse(
      "From: a@b\r\ncontent-type: text/html;\r\n charset=x\r\nMIME-Version: 1.0\r\nSubject: s\r\n"
      "Content-Language: en\r\n\r\nbody");

  const Unwrapped parts = unwrap(message);

  ASSERT_EQ(parts.outer.size(), 2U);
  EXPECT_EQ(parts.outer[0].raw(), "From: a@b\r\n");
  EXPECT_EQ(parts.outer[1].raw(), "Subject: s\r\n");
  EXPECT_EQ(parts.entity,
            "content-type: text/html;\r\n charset=x\r\nContent-Language: en\r\n\r\nbody");
}

TEST(Wrap, SaysThatPlainTextIsPlainText) {
  EXPECT_EQ(unwrap(Message::parse("From: a@b\r\n\r\nHi.\r\n")).entity,
            "Content-Type: text/plain; charset=us-ascii\r\n\r\nHi.\r\n");
  EXPECT_EQ(unwrap(Message::parse("From: a@b\r\n")).entity,
            "Content-Type: text/plain; charset=us-ascii\r\n\r\n");
}

TEST(Wrap, GivesEveryFieldItsLineEnd) {
  const Message headless = Message::parse("Content-Type: text/plain");

  EXPECT_EQ(unwrap(headless).entity, "Content-Type: text/plain\r\n\r\n");
  EXPECT_EQ(wrap(unwrap(Message::parse("From: a@b")).outer, " x/y", "body").to_string(),
            "From: a@b\r\nMIME-Version: 1.0\r\nContent-Type: x/y\r\n\r\nbody");
}

TEST(Wrap, LiftsAnEntityBackIntoItsMessage) {
  const Message wrapped = Message::parse(
      "From: a@b\r\nMIME-Version: 1.0\r\nContent-Type: multipart/signed; boundary=x\r\n\r\n...");

  const Message lifted = lift_entity(wrapped, "Content-Type: text/html\r\n\r\n<p>\r\n");

  EXPECT_EQ(lifted.to_string(),
            "From: a@b\r\nMIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n<p>\r\n");
}

TEST(Wrap, FindsABoundaryThatStandsNowhere) {
  RandomSource random(1, {"boundary"});
  RandomSource same(1, {"boundary"});
  const std::string first = fresh_boundary(random, "=_", "");

  // The text holds what the stream gives first.
  const std::string second = fresh_boundary(same, "=_", "a line --" + first + " of text");

  EXPECT_TRUE(first.starts_with("=_"));
  EXPECT_NE(second, first);
}

TEST(Limits, AreNamedWhenTheyAreExceeded) {
  std::string many;
  for (int i = 0; i < 1001; ++i) many += "X: y\r\n";
  const Message full = Message::parse(many.substr(0, 6 * 1000) + "\r\n");

  EXPECT_TRUE(excess_of(Message::parse("From: a@b\r\n\r\n")).empty());
  EXPECT_NE(excess_of(Message::parse(many + "\r\n")).find("1,000"), std::string_view::npos);
  EXPECT_NE(excess_of(Message::parse("X: " + std::string(70'000, 'x') + "\r\n\r\n")).find("64 KiB"),
            std::string_view::npos);
  EXPECT_TRUE(excess_of(full).empty());
  EXPECT_TRUE(is_over_limits(full)) << "a signature field would be one too many";
  EXPECT_FALSE(is_over_limits(full, 0));
}

}  // namespace
}  // namespace mass
