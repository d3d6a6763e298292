#include <gtest/gtest.h>

#include "core/base/text.hpp"
#include "tests/unit/schemes/dkim_bench.hpp"
#include "tests/unit/schemes/vector_files.hpp"

namespace mass {
namespace {

using test::VectorCase;

/// The shared cases, each through the interface that any caller uses.
class DkimVectors : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = test::vector_folder("dkim");
    if (!std::filesystem::exists(folder_)) GTEST_SKIP() << "no shared vectors at " << folder_;
    cases_ = test::read_cases(folder_);
  }

  Verdict judge(const VectorCase& one, const ValueMap& params, Trace* trace = nullptr) {
    auto& zone = zones_[one.dns];
    if (zone == nullptr && !one.dns.empty()) {
      auto loaded = load_zone(folder_ / one.dns);
      EXPECT_TRUE(loaded.has_value()) << one.dns;
      if (loaded) zone = *loaded;
    }
    bench_.now = one.now;
    const Context bare = bench_.context(trace);
    const KeyDirectory& directory = zone == nullptr ? bare.directory : *zone;
    const Context context{bare.crypto,      bare.signing_keys, directory,
                          bare.public_keys, bare.cost,         bare.random,
                          bare.now,         bare.role,         trace};
    Transit transit;
    transit.message = Message::parse(test::read_octets(folder_ / one.file));
    return bench_.scheme({}, params)->verify(transit, context);
  }

  std::filesystem::path folder_;
  std::vector<VectorCase> cases_;
  std::map<std::string, std::shared_ptr<ZoneDirectory>> zones_;
  test::Workbench bench_{dkim::enrol};
};

TEST_F(DkimVectors, AreJudgedAsExpectedWhenVerified) {
  std::size_t count = 0;
  for (const VectorCase& one : cases_) {
    if (one.kind != "verify") continue;
    SCOPED_TRACE(one.id);
    const Verdict verdict = judge(one, one.params);
    test::expect_judged_as(one, name_of(verdict.outcome), verdict.state, verdict.identity,
                           verdict.detail);
    ++count;
  }

  EXPECT_GT(count, 50U);
}

TEST_F(DkimVectors, HashTheSameOctetsWhenCanonicalized) {
  std::size_t count = 0;
  for (const VectorCase& one : cases_) {
    if (one.kind != "canon") continue;
    SCOPED_TRACE(one.id);
    Trace trace;
    (void)judge(one, {}, &trace);
    const auto number = std::get<std::int64_t>(one.params.at("signature"));
    const std::string octets =
        trace.joined(std::get<std::string>(one.params.at("what")), static_cast<int>(number));
    EXPECT_EQ(octets.size(), one.length);
    CostMeter unpaid;
    EXPECT_EQ(to_hex(bench_.context().crypto.digest(HashAlgorithm::sha256, octets, unpaid)),
              one.sha256);
    ++count;
  }

  EXPECT_GT(count, 50U);
}

}  // namespace
}  // namespace mass
