#include <gtest/gtest.h>

#include "core/base/text.hpp"
#include "core/taglist/taglist.hpp"
#include "tests/unit/schemes/arc_bench.hpp"
#include "tests/unit/schemes/vector_files.hpp"

namespace mass {
namespace {

using test::VectorCase;

/// The shared cases, each through the interface that any caller uses.
class ArcVectors : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = test::vector_folder("arc");
    if (!std::filesystem::exists(folder_)) GTEST_SKIP() << "no shared vectors at " << folder_;
    cases_ = test::read_cases(folder_);
  }

  Context context_for(const VectorCase& one) {
    auto& zone = zones_[one.dns];
    if (zone == nullptr) {
      auto loaded = load_zone(folder_ / one.dns);
      EXPECT_TRUE(loaded.has_value()) << one.dns;
      zone = loaded ? *loaded : std::make_shared<ZoneDirectory>();
    }
    bench_.now = one.now;
    const Context bare = bench_.context();
    return {bare.crypto, bare.signing_keys, *zone,    bare.public_keys,
            bare.cost,   bare.random,       bare.now, bare.role};
  }

  Transit transit_of(const VectorCase& one) {
    Transit transit;
    transit.message = Message::parse(test::read_octets(folder_ / one.file));
    return transit;
  }

  std::filesystem::path folder_;
  std::vector<VectorCase> cases_;
  std::map<std::string, std::shared_ptr<ZoneDirectory>> zones_;
  test::Workbench bench_{arc::enrol};
};

TEST_F(ArcVectors, AreJudgedAsExpectedWhenVerified) {
  std::size_t count = 0;
  for (const VectorCase& one : cases_) {
    if (one.kind != "verify") continue;
    SCOPED_TRACE(one.id);
    const Verdict verdict =
        bench_.scheme({}, one.params)->verify(transit_of(one), context_for(one));
    test::expect_judged_as(one, name_of(verdict.outcome), verdict.state, verdict.identity,
                           verdict.detail);
    ++count;
  }

  EXPECT_GT(count, 50U);
}

// The seal covers the other two fields: where it is the same octet for octet, so are they.
TEST_F(ArcVectors, GiveTheSameSealWhenSealed) {
  std::size_t count = 0;
  for (const VectorCase& one : cases_) {
    if (one.kind != "sign") continue;
    SCOPED_TRACE(one.id);
    ValueMap params = one.params;
    ASSERT_TRUE(bench_.keys.add_pem(test::read_octets(folder_ / test::take_text(params, "key"))));
    const auto made = bench_.scheme({}, params)->originate(transit_of(one), context_for(one));
    ASSERT_TRUE(made) << made.error().what;
    ASSERT_EQ(made->declined, "");
    const auto tags = TagList::parse(made->transit.message.find("ARC-Seal")->value(),
                                     {.single_letter_names = false});
    ASSERT_TRUE(tags);
    for (const auto& [name, value] : one.tags) {
      const std::string* got = tags->find(name);
      ASSERT_NE(got, nullptr) << name;
      EXPECT_EQ(without_whitespace(*got), value) << name;
    }
    ++count;
  }

  EXPECT_GT(count, 5U);
}

}  // namespace
}  // namespace mass
