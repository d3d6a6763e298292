#include <gtest/gtest.h>

#include <thread>

#include "tests/unit/crypto/authority.hpp"

namespace mass {
namespace {

TEST(Path, LeadsToTheRoot) {
  Authority authority;

  const PathResult result = authority.path();

  EXPECT_EQ(result.state, PathState::valid) << result.reason;
  EXPECT_EQ(result.links, 2U);
  EXPECT_EQ(authority.cost.public_operations, 2U);
  EXPECT_TRUE(openssl_is_quiet());
}

TEST(Path, MayEndAtAnAnchorThatIsNotSelfSigned) {
  Authority authority;
  authority.anchors = {authority.middle};
  authority.chain.clear();

  const PathResult result = authority.path();

  EXPECT_EQ(result.state, PathState::valid) << result.reason;
  EXPECT_EQ(result.links, 1U);
}

TEST(Path, HasNoIssuerWhenSomethingIsMissing) {
  Authority authority;
  authority.chain.clear();
  EXPECT_EQ(authority.path().state, PathState::no_issuer);

  authority.chain = {authority.middle, authority.root};
  authority.anchors.clear();
  EXPECT_EQ(authority.path().state, PathState::no_issuer) << "a root that is only embedded";

  authority.leaf = authority.root;
  EXPECT_EQ(authority.path().state, PathState::no_issuer);
}

TEST(Path, ExpiresAtBothEnds) {
  Authority authority;

  EXPECT_EQ(authority.path(kStart - std::chrono::seconds(1)).state, PathState::expired);
  EXPECT_EQ(authority.path(kStart).state, PathState::valid);
  EXPECT_EQ(authority.path(kEnd + std::chrono::seconds(1)).state, PathState::expired);
}

TEST(Path, IsRevokedByTheListOfAnyIssuer) {
  Authority authority;
  authority.crls = {issue_crl(*authority.crypto, *authority.root, *authority.root_key, {2}, kStart,
                              kEnd, HashAlgorithm::sha1)
                        .value()};
  EXPECT_EQ(authority.path().state, PathState::revoked) << "the CA in the middle";

  authority.crls = {issue_crl(*authority.crypto, *authority.middle, *authority.middle_key,
                              {7, 0xF00000000000000D}, kStart, kEnd, HashAlgorithm::sha256)
                        .value()};
  EXPECT_EQ(authority.path().state, PathState::revoked) << "the leaf";
}

TEST(Path, IsValidWhenListsDoNotNameIt) {
  Authority authority;
  authority.crls = {issue_crl(*authority.crypto, *authority.middle, *authority.middle_key, {3},
                              kStart, kEnd, HashAlgorithm::sha1)
                        .value()};

  const PathResult result = authority.path();

  EXPECT_EQ(result.state, PathState::valid) << result.reason;
  EXPECT_EQ(authority.cost.public_operations, 3U) << "two certificates and one list";
}

TEST(Path, KnowsNothingOfRevocationByABadList) {
  Authority authority;
  const auto list = [&](Time from, Time until, const RsaPrivateKey& key) {
    return issue_crl(*authority.crypto, *authority.middle, key, {}, from, until,
                     HashAlgorithm::sha1)
        .value();
  };

  authority.crls = {list(kStart, kNow - std::chrono::hours(1), *authority.middle_key)};
  EXPECT_EQ(authority.path().state, PathState::revocation_unknown) << "out of date";
  authority.crls = {list(kStart, kEnd, *authority.root_key)};
  EXPECT_EQ(authority.path().state, PathState::revocation_unknown) << "signed by another key";
  authority.crls = {"damage"};
  EXPECT_EQ(authority.path().state, PathState::revocation_unknown);
  EXPECT_TRUE(openssl_is_quiet());
}

TEST(Path, RefusesABadSignatureAndALeafThatIssues) {
  Authority authority;
  std::string damaged = authority.leaf->der();
  damaged.back() = static_cast<char>(damaged.back() ^ 1);
  authority.leaf = Certificate::from_der(damaged).value();
  EXPECT_EQ(authority.path().state, PathState::invalid);

  Authority other;
  const auto issuer = other.leaf;
  other.leaf = other.issue("below", false, *other.key, issuer.get(), *other.key, 5);
  other.chain = {other.middle, issuer};
  EXPECT_EQ(other.path().state, PathState::invalid);
}

TEST(Path, IsBuiltFromManyCertificatesInBoundedWork) {
  Authority authority;
  authority.chain.assign(500, authority.root);

  EXPECT_EQ(authority.path().state, PathState::no_issuer);
}

TEST(Path, IsJudgedByManyThreadsAtOnce) {
  const Authority authority;

  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      CostMeter cost;
      for (int j = 0; j < 30; ++j) {
        EXPECT_EQ(
            validate_path(
                {*authority.leaf, authority.chain, authority.anchors, authority.crls, kNow}, cost)
                .state,
            PathState::valid);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

}  // namespace
}  // namespace mass
