#include <gtest/gtest.h>

#include "corpus/corpus.hpp"

namespace mass {
namespace {

struct Converted {
  std::string wire;
  LineEnds found;
};

Converted convert(std::string stored) {
  Converted result{.wire = {}, .found = LineEnds::none};
  result.wire = to_wire(std::move(stored), result.found);
  return result;
}

TEST(ToWire, AddsACarriageReturnToEveryLineFeedWhenThereIsNone) {
  const auto [wire, found] = convert("a: b\n\nc\n");

  EXPECT_EQ(wire, "a: b\r\n\r\nc\r\n");
  EXPECT_EQ(found, LineEnds::lf);
}

TEST(ToWire, LeavesTextAloneWhenAllLinesEndInCrlf) {
  const auto [wire, found] = convert("a: b\r\n\r\nc");

  EXPECT_EQ(wire, "a: b\r\n\r\nc");
  EXPECT_EQ(found, LineEnds::crlf);
}

TEST(ToWire, ConvertsOnlyLoneLineFeedsWhenBothOccur) {
  const auto [wire, found] = convert("\na\r\nb\n\r\n\n");

  EXPECT_EQ(wire, "\r\na\r\nb\r\n\r\n\r\n");
  EXPECT_EQ(found, LineEnds::mixed);
}

TEST(ToWire, LeavesABareCarriageReturnAlone) {
  const auto [wire, found] = convert("a\rb\r\rc\r");

  EXPECT_EQ(wire, "a\rb\r\rc\r");
  EXPECT_EQ(found, LineEnds::none);
}

TEST(ToWire, KeepsABareCarriageReturnBesideConvertedLines) {
  const auto [wire, found] = convert("a\rb\nc\r\r\n");

  EXPECT_EQ(wire, "a\rb\r\nc\r\r\n");
  EXPECT_EQ(found, LineEnds::mixed);
}

TEST(ToWire, GivesNothingWhenThereIsNothing) {
  const auto [wire, found] = convert("");

  EXPECT_EQ(wire, "");
  EXPECT_EQ(found, LineEnds::none);
}

TEST(LineEnds, HaveNames) {
  EXPECT_EQ(name_of(LineEnds::crlf), "crlf");
  EXPECT_EQ(name_of(LineEnds::lf), "lf");
  EXPECT_EQ(name_of(LineEnds::mixed), "mixed");
  EXPECT_EQ(name_of(LineEnds::none), "none");
}

}  // namespace
}  // namespace mass
