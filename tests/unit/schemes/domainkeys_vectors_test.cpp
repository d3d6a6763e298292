#include <gtest/gtest.h>

#include <fstream>

#include "core/base/text.hpp"
#include "core/taglist/taglist.hpp"
#include "tests/unit/schemes/vector_files.hpp"
#include "tests/unit/schemes/workbench.hpp"

namespace mass::domainkeys {
Result<void> enrol(Registry& registry);
}

namespace mass {
namespace {

using test::VectorCase;

/// Runs the cases of one directory, each through the interface that any caller uses.
class DomainKeysVectors : public ::testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    folder_ = test::vector_folder(GetParam());
    if (!std::filesystem::exists(folder_)) GTEST_SKIP() << "no shared vectors at " << folder_;
    cases_ = test::read_cases(folder_);
  }

  // Runs the cases of a kind; how many there were.
  template <class Check>
  std::size_t run(std::string_view kind, Check check) {
    std::size_t count = 0;
    for (VectorCase& one : cases_) {
      if (one.kind != kind) continue;
      SCOPED_TRACE(one.id);
      (void)test::take_text(one.params, "what");
      const std::string key_file = test::take_text(one.params, "key");
      if (!key_file.empty()) {
        auto key = RsaPrivateKey::from_pem(test::read_octets(folder_ / key_file));
        EXPECT_TRUE(key.has_value()) << key_file;
        if (key) bench_.keys.rsa_key = *key;
      }
      bench_.now = one.now;
      Transit transit;
      transit.message = Message::parse(test::read_octets(folder_ / one.file));
      check(one, std::move(transit));
      ++count;
    }
    return count;
  }

  Context context_of(const VectorCase& one, Trace* trace = nullptr) {
    auto& zone = zones_[one.dns];
    if (zone == nullptr) {
      auto loaded = load_zone(folder_ / one.dns);
      EXPECT_TRUE(loaded.has_value()) << one.dns;
      if (loaded) zone = *loaded;
    }
    const Context bare = bench_.context(trace);
    return {bare.crypto, bare.signing_keys, *zone, bare.public_keys, bare.cost, bare.random,
            bare.now,    bare.role,         trace};
  }

  std::filesystem::path folder_;
  std::vector<VectorCase> cases_;
  std::map<std::string, std::shared_ptr<ZoneDirectory>> zones_;
  test::Workbench bench_{domainkeys::enrol};
};

TEST_P(DomainKeysVectors, AreJudgedAsExpectedWhenVerified) {
  const std::size_t count = run("verify", [this](const VectorCase& one, const Transit& transit) {
    const auto scheme = bench_.scheme({}, one.params);
    const Verdict verdict = scheme->verify(transit, context_of(one));
    test::expect_judged_as(one, name_of(verdict.outcome), verdict.state, verdict.identity,
                           verdict.detail);
  });

  EXPECT_GT(count, 0U);
}

TEST_P(DomainKeysVectors, GiveTheSameSignatureWhenSigned) {
  run("sign", [this](const VectorCase& one, Transit transit) {
    const auto scheme = bench_.scheme({}, one.params);
    const auto made = scheme->originate(std::move(transit), context_of(one));
    ASSERT_TRUE(made.has_value()) << made.error().what;
    EXPECT_EQ(made->declined.empty(), one.verdict == "pass") << made->declined;
    if (one.tags.empty()) return;
    const Field* field = made->transit.message.find("DomainKey-Signature");
    ASSERT_NE(field, nullptr);
    const auto list = TagList::parse(field->value(), {});
    ASSERT_TRUE(list.has_value()) << list.error().what;
    for (const auto& [name, value] : one.tags) {
      const std::string* tag = list->find(name);
      ASSERT_NE(tag, nullptr) << name;
      EXPECT_EQ(without_whitespace(*tag), without_whitespace(value)) << name;
    }
  });
}

TEST_P(DomainKeysVectors, HashTheSameOctetsWhenCanonicalized) {
  run("canon", [this](VectorCase one, const Transit& transit) {
    const auto number = std::get<std::int64_t>(one.params.at("signature"));
    one.params.erase("signature");
    const auto scheme = bench_.scheme({}, one.params);
    Trace trace;
    (void)scheme->verify(transit, context_of(one, &trace));
    const std::string octets = trace.joined("hash-input", static_cast<int>(number));
    EXPECT_EQ(octets.size(), one.length);
    CostMeter unpaid;
    const Crypto& crypto = bench_.context().crypto;
    EXPECT_EQ(to_hex(crypto.digest(HashAlgorithm::sha1, octets, unpaid)), one.sha1);
    EXPECT_EQ(to_hex(crypto.digest(HashAlgorithm::sha256, octets, unpaid)), one.sha256);
  });
}

INSTANTIATE_TEST_SUITE_P(Shared, DomainKeysVectors,
                         ::testing::Values("domainkeys", "domainkeys-peer"), [](const auto& suite) {
                           return std::string(suite.param) == "domainkeys" ? "Suite" : "Peer";
                         });

}  // namespace
}  // namespace mass
