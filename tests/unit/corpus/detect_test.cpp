#include "corpus/read/detect.hpp"

#include <gtest/gtest.h>

#include <string>

#include "reading.hpp"

namespace mass {
namespace {

TEST(FromLine, IsDatedWhenAnAddressAndADateStandThere) {
  for (const char* line : {
           "From joe@example.com Fri Aug  6 21:01:54 2004",
           "From joe@example.com  Fri Aug  6 21:01:54 2004\r\n",
           "From MAILER-DAEMON Fri Aug  6 21:01 2004",
           "From - Mon Sep 17 00:00:00 2001",
           "From ???@??? Tue Mar 04 03:33:20 2003",
           "From joe@example.com Fri, 6 Aug 2004 21:01:54 +0200",
           "From joe@example.com Fri Aug  6 21:01:54 +0200 2004",
           "From joe@example.com Fri Aug  6 21:01:54 CEST 2004",
           "From 0123456789abcdef0123456789abcdef01234567 Mon Sep 17 00:00:00 2001",
           "From \"Joe Doe\"@example.com Fri Aug  6 21:01:54 2004",
           "From host!joe Fri Aug  6 21:01:54 2004 remote from host",
           "From joe@example.com Fri Jan 1 00:0:00 2015",
       }) {
    EXPECT_TRUE(is_dated_from_line(line)) << line;
  }
}

TEST(FromLine, IsNotDatedWhenItIsProseOrAField) {
  for (const char* line : {
           "From Russia with love",
           "From -",
           "From ",
           "From the 3 May 2004 meeting at 10:30 we took nothing home",
           "From Fri Aug to Mon Sep at 10:30 in 2004 nobody came",
           "From a to b to c to d to e 6 Aug 21:01:54 2004",
           "From : joe@example.com Fri Aug  6 21:01:54 2004",
           "From: joe@example.com Fri Aug  6 21:01:54 2004",
           "from joe@example.com Fri Aug  6 21:01:54 2004",
           ">From joe@example.com Fri Aug  6 21:01:54 2004",
           "From joe@example.com Fri Aug  6 2004",
           "From joe@example.com",
           "",
       }) {
    EXPECT_FALSE(is_dated_from_line(line)) << line;
  }
}

TEST(FromLine, IsNotAFieldWithABlankBeforeItsColon) {
  EXPECT_TRUE(is_from_line("From joe@example.com\nSubject: x\n"));
  EXPECT_FALSE(is_from_line("From : joe@example.com\n"));
  EXPECT_FALSE(is_from_line("From \t: joe@example.com\n"));
}

TEST(LooksLikeMail, WantsTwoFieldsOfMail) {
  EXPECT_TRUE(looks_like_mail("Received: a\n\tb\nFrom: c\nX: d\n\nbody"));
  EXPECT_TRUE(looks_like_mail("x-any: a\r\nSUBJECT : b\r\nDate: c\r\n"));
  EXPECT_FALSE(looks_like_mail("Received: a\nReceived: b\n\n"));
  EXPECT_FALSE(looks_like_mail("From: a\n\nTo: b\n"));
  EXPECT_FALSE(looks_like_mail("Dear reader,\nFrom: a\nTo: b\n"));
  EXPECT_FALSE(looks_like_mail("{\"from\": 1}"));
  EXPECT_FALSE(looks_like_mail(""));
}

TEST(Packed, IsToldByItsFirstOctets) {
  EXPECT_TRUE(is_compressed("\x1F\x8B\x08"));
  EXPECT_TRUE(is_compressed("BZh91AY"));
  EXPECT_FALSE(is_compressed("From: a\n"));
  EXPECT_FALSE(is_compressed("\x1F"));
  EXPECT_FALSE(is_tar(std::string(512, 'a')));
  EXPECT_FALSE(is_tar(std::string(512, '\0')));
}

TEST(Input, GivesTheSameLinesWhateverThePieces) {
  const std::string text = "a\n\r\nlong line without end " + std::string(70000, 'x') + "\nlast";
  for (const std::size_t piece : {std::size_t{1}, std::size_t{7}, std::size_t{65536}}) {
    Input input = input_of(text, piece);

    std::string joined;
    std::size_t lines = 0;
    while (!input.at_end()) {
      const std::string_view line = input.line();
      EXPECT_LE(line.size(), Input::kPiece);
      joined += line;
      lines += line.ends_with('\n') ? 1 : 0;
    }

    EXPECT_EQ(joined, text);
    EXPECT_EQ(lines, 3U);
    EXPECT_EQ(input.offset(), text.size());
    EXPECT_TRUE(input.line().empty());
  }
}

TEST(Input, PeeksWithoutTakingAndStopsAtTheEnd) {
  Input input = input_of("abcdef", 2);

  EXPECT_TRUE(input.peek(3).starts_with("abc"));
  input.skip(2);
  EXPECT_EQ(input.peek(100), "cdef");
  input.skip(100);

  EXPECT_TRUE(input.at_end());
  EXPECT_EQ(input.offset(), 6U);
}

}  // namespace
}  // namespace mass
