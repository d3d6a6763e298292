#include "core/keys/trust.hpp"

#include <gtest/gtest.h>

#include <thread>

#include "core/keys/decorators.hpp"
#include "core/keys/signing_keys.hpp"
#include "tests/unit/crypto/authority.hpp"

namespace mass {
namespace {

// Answers every question of one kind with trouble.
class Broken final : public KeyDirectory {
 public:
  Broken(const KeyDirectory& behind, KeyQuery::Kind kind) : behind_(behind), kind_(kind) {}

 private:
  [[nodiscard]] KeyAnswer answer(const KeyQuery& query, Time now) const override {
    if (query.kind != kind_) return ask(behind_, query, now);
    KeyAnswer trouble;
    trouble.status = KeyAnswer::Status::timeout;
    return trouble;
  }
  const KeyDirectory& behind_;
  KeyQuery::Kind kind_;
};

class TrustTest : public testing::Test {
 protected:
  TrustTest() { store_.add_anchor(authority_.root); }

  [[nodiscard]] PathResult path(const KeyDirectory& directory, const Certificates& further = {}) {
    return validate_path(*authority_.leaf, authority_.chain, further, directory, cache_, kNow,
                         cost_);
  }
  [[nodiscard]] std::string revoking(std::uint64_t serial) const {
    return issue_crl(*authority_.crypto, *authority_.middle, *authority_.middle_key, {serial},
                     kStart, kEnd, HashAlgorithm::sha1)
        .value();
  }

  Authority authority_;
  TrustStore store_;
  PublicKeyCache cache_;
  CostMeter cost_;
};

TEST_F(TrustTest, AsksForEachIssuerOnce) {
  authority_.chain.push_back(authority_.root);

  const PathResult result = path(store_);

  EXPECT_EQ(result.state, PathState::valid) << result.reason;
  EXPECT_EQ(cost_.x509_lookups, 4U) << "anchors and lists of middle and root";
  EXPECT_EQ(cost_.lookup_octets, authority_.root->der().size());
  EXPECT_EQ(cost_.public_operations, 2U);
}

TEST_F(TrustTest, HonoursRevocationLists) {
  ASSERT_TRUE(store_.add_crl(revoking(0xF00000000000000D)));

  EXPECT_EQ(path(store_).state, PathState::revoked);
}

TEST_F(TrustTest, TakesFurtherAnchors) {
  const TrustStore empty;

  EXPECT_EQ(path(empty).state, PathState::no_issuer);
  EXPECT_EQ(path(empty, {authority_.middle}).state, PathState::valid);
}

TEST_F(TrustTest, SaysWhichQuestionWasNotAnswered) {
  const Broken no_anchors(store_, KeyQuery::Kind::x509_anchor);
  const Broken no_lists(store_, KeyQuery::Kind::x509_crl);

  const PathResult without_anchors = path(no_anchors);
  const PathResult without_lists = path(no_lists);

  EXPECT_EQ(without_anchors.state, PathState::no_issuer);
  EXPECT_EQ(without_anchors.reason, "the question for trust anchors was not answered in time");
  EXPECT_EQ(without_lists.state, PathState::revocation_unknown);
  EXPECT_EQ(without_lists.reason, "the question for a revocation list was not answered in time");
}

TEST_F(TrustTest, ReadsPemWithBoth) {
  TrustStore store;

  EXPECT_FALSE(store.add_pem("nothing", "empty.pem"));
  EXPECT_FALSE(store.add_crl("nothing"));
  ASSERT_TRUE(store.add_pem(authority_.root->to_pem(), "root.pem"));
  EXPECT_EQ(path(store).state, PathState::valid);
}

TEST_F(TrustTest, ReadsTheFilesOfTheSharedVectors) {
  if (!std::filesystem::exists(kShared)) GTEST_SKIP() << "needs the shared vectors";
  TrustStore store;
  ASSERT_TRUE(store.add_pem(read_whole(kShared / "keys/root_with_crl.pem"), "root_with_crl.pem"));
  const auto judge = [&](std::string_view name) {
    const std::string file = std::string(name) + ".cert.pem";
    const auto leaf = Certificate::from_pem(read_whole(kShared / "keys" / file)).value().front();
    return validate_path(*leaf, {}, {}, store, cache_, kNow, cost_).state;
  };

  EXPECT_EQ(judge("example.com"), PathState::valid);
  EXPECT_EQ(judge("alice"), PathState::valid);
  EXPECT_EQ(judge("example.net"), PathState::valid);
  EXPECT_EQ(judge("example.org"), PathState::no_issuer);
  EXPECT_EQ(judge("self.example"), PathState::no_issuer);
  EXPECT_EQ(judge("old.example"), PathState::expired);
  EXPECT_EQ(judge("revoked.example"), PathState::revoked);
}

TEST(DerivedCertificates, LeadToTheirAnchor) {
  const DerivedKeys keys(7, 1024, 4);
  const auto certified = keys.certified(
      "Example.com",
      {"domain-signing-authority", {"domain-signing-authority@example.com"}, {"example.com"}});
  ASSERT_TRUE(certified) << certified.error().what;
  TrustStore store;
  for (const auto& anchor : keys.trust_anchors()) store.add_anchor(anchor);
  PublicKeyCache cache;
  CostMeter cost;

  const PathResult result = validate_path(*certified->certificate, certified->chain, {}, store,
                                          cache, from_unix(1764000000), cost);

  EXPECT_EQ(result.state, PathState::valid) << result.reason;
  EXPECT_EQ(certified->certificate->public_key_der(), certified->key->public_der());
}

TEST(DerivedCertificates, AreTheSameOnEveryMachine) {
  const CertificateNames names{"joe", {"joe@example.com"}, {}};
  const auto der = [&](std::uint64_t seed, std::string_view domain) {
    return DerivedKeys(seed, 1024, 4).certified(domain, names).value().certificate->der();
  };

  EXPECT_EQ(der(7, "example.com"), der(7, "EXAMPLE.com"));
  EXPECT_NE(der(7, "example.com"), der(8, "example.com"));
  EXPECT_NE(der(7, "example.com"), der(7, "example.net"));
}

TEST(DerivedCertificates, AreIssuedForManyThreadsAtOnce) {
  const DerivedKeys keys(7, 512, 2);
  std::vector<std::string> first(4);

  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < first.size(); ++i) {
    threads.emplace_back([&, i] {
      for (int j = 0; j < 8; ++j) {
        const auto certified = keys.certified("d" + std::to_string(j) + ".example", {"cn", {}, {}});
        ASSERT_TRUE(certified);
        first[i] += certified->certificate->der();
      }
    });
  }
  for (std::thread& thread : threads) thread.join();

  EXPECT_EQ(first[0], first[1]);
  EXPECT_EQ(first[0], first[3]);
}

TEST(GivenKeys, HandOutTheCertificateTheyHold) {
  const Authority authority;
  GivenKeys keys;
  EXPECT_FALSE(keys.certified("example.com", {}));

  keys.rsa_key = authority.key;
  keys.certificate = authority.leaf;
  keys.chain = authority.chain;

  const auto certified = keys.certified("example.com", {});
  ASSERT_TRUE(certified);
  EXPECT_EQ(certified->certificate, authority.leaf);
  EXPECT_EQ(certified->chain.size(), 1U);
}

}  // namespace
}  // namespace mass
