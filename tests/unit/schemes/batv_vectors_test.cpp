#include <gtest/gtest.h>

#include "tests/unit/schemes/vector_files.hpp"
#include "tests/unit/schemes/workbench.hpp"

namespace mass::batv {
Result<void> enrol(Registry& registry);
}

namespace mass {
namespace {

using test::VectorCase;

/// Runs the shared cases, each through the interface that any caller uses.
class BatvVectors : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto folder = test::vector_folder("batv");
    if (!std::filesystem::exists(folder)) GTEST_SKIP() << "no shared vectors at " << folder;
    cases_ = test::read_cases(folder);
  }

  // Runs the cases of a kind; how many there were.
  template <class Check>
  std::size_t run(std::string_view kind, Check check) {
    std::size_t count = 0;
    for (VectorCase& one : cases_) {
      if (one.kind != kind) continue;
      SCOPED_TRACE(one.id);
      bench_.keys.shared_secret = test::take_text(one.params, "secret");
      const std::string address = test::take_text(one.params, "address");
      bench_.now = one.now;
      check(one, address);
      ++count;
    }
    return count;
  }

  std::vector<VectorCase> cases_;
  test::Workbench bench_{batv::enrol};
};

TEST_F(BatvVectors, GiveTheSameAddressWhenTagged) {
  const std::size_t count = run("tag", [this](const VectorCase& one, const std::string& address) {
    Transit transit;
    transit.envelope.mail_from = address;
    const auto scheme = bench_.scheme({}, one.params);
    const auto made = scheme->originate(std::move(transit), bench_.context());
    ASSERT_TRUE(made.has_value()) << made.error().what;
    EXPECT_EQ(made->declined.empty(), one.verdict == "pass") << made->declined;
    if (one.state) {
      EXPECT_EQ(made->declined, *one.state);
    }
    if (one.address) {
      EXPECT_EQ(made->transit.envelope.mail_from, *one.address);
    }
  });

  EXPECT_GT(count, 0U);
}

TEST_F(BatvVectors, AreJudgedAsExpectedWhenChecked) {
  const std::size_t count = run("check", [this](const VectorCase& one, const std::string& address) {
    Transit transit;
    transit.envelope.rcpt_to = {address};
    const auto scheme = bench_.scheme({}, one.params);
    const Verdict verdict = scheme->verify(transit, bench_.context());
    test::expect_judged_as(one, name_of(verdict.outcome), verdict.state, verdict.identity,
                           verdict.detail);
  });

  EXPECT_GT(count, 0U);
}

}  // namespace
}  // namespace mass
