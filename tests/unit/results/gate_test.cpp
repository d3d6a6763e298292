#include "results/gate.hpp"

#include <gtest/gtest.h>

namespace mass {
namespace {

TEST(Gate, NamesAChangeACellAndALimit) {
  const auto gate = parse_gate("lost:dkim/std:P1*=3");

  ASSERT_TRUE(gate) << gate.error().what;
  EXPECT_TRUE(gate->covers(Change::lost, "dkim", "std", "P18"));
  EXPECT_FALSE(gate->covers(Change::gained, "dkim", "std", "P18"));
  EXPECT_FALSE(gate->covers(Change::lost, "dkim", "strict", "P18"));
  EXPECT_FALSE(gate->covers(Change::lost, "dkim", "std", "P22"));
  EXPECT_TRUE(gate->lets_pass(3, 1000));
  EXPECT_FALSE(gate->lets_pass(4, 1000));
}

TEST(Gate, TakesPercentOfTheComparedCases) {
  const Gate gate = parse_gate("all=0.5%").value();

  EXPECT_TRUE(gate.lets_pass(5, 1000));
  EXPECT_FALSE(gate.lets_pass(6, 1000));
  EXPECT_FALSE(gate.lets_pass(1, 0));
  for (std::size_t i = 0; i < kChangeCount; ++i) {
    EXPECT_TRUE(gate.covers(static_cast<Change>(i), "batv", "", "E01"));
  }
}

TEST(Gate, TakesProfilesWithAnySignInTheirName) {
  const Gate gate = parse_gate("count:dkim/std, a=b: c:P18=any").value();

  EXPECT_TRUE(gate.covers(Change::count, "dkim", "std, a=b: c", "P18"));
  EXPECT_TRUE(gate.lets_pass(1'000'000, 1'000'000));
}

TEST(Gate, LastOneThatFitsDecides) {
  const std::vector<Gate> gates{parse_gate("all=any").value(), parse_gate("lost=0").value(),
                                parse_gate("time=1.5").value()};

  EXPECT_EQ(gate_for(gates, Change::lost, "dkim", "std", "P18"), &gates[1]);
  EXPECT_EQ(gate_for(gates, Change::count, "dkim", "std", "P18"), &gates[0]);
  EXPECT_EQ(time_gate(gates), &gates[2]);
  EXPECT_EQ(gate_for({}, Change::lost, "dkim", "std", "P18"), nullptr);
}

TEST(Gate, OfOneRunWantsAtLeastSoMuchRightAndAtMostSoMuchTrouble) {
  const Gate right = parse_gate("right:dkim/*:P01=99%").value();
  const Gate trouble = parse_gate("trouble=2").value();

  EXPECT_TRUE(right.covers(GateKind::right, "dkim", "std", "P01"));
  EXPECT_FALSE(right.covers(GateKind::trouble, "dkim", "std", "P01"));
  EXPECT_FALSE(right.covers(Change::lost, "dkim", "std", "P01"));
  EXPECT_TRUE(right.lets_pass(99, 100));
  EXPECT_FALSE(right.lets_pass(98, 100));
  EXPECT_TRUE(trouble.lets_pass(2, 100));
  EXPECT_FALSE(trouble.lets_pass(3, 100));
  EXPECT_EQ(gate_for({right, trouble}, Change::lost, "dkim", "std", "P01"), nullptr);
}

TEST(Gate, MistakesAreToldWithTheNearestWord) {
  for (const char* text :
       {"", "lost", "lost=", "lost=-1", "lost=1.5", "lost=101%", "lost=many", "lost:=1",
        "lost:dkim/:P1=1", "lost:a/b:=1", "time=0.9", "time=x", "time:dkim=2", "right=5", "right=x",
        "trouble=-1", "lost=nan%", "lost=99999999999999999999999"}) {
    const auto gate = parse_gate(text);

    ASSERT_FALSE(gate) << text;
    EXPECT_EQ(gate.error().code, Errc::config) << text;
  }
  EXPECT_NE(parse_gate("lots=1").error().what.find("did you mean lost?"), std::string::npos);
}

}  // namespace
}  // namespace mass
