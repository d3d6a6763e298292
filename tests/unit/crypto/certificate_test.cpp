#include "core/crypto/certificate.hpp"

#include <gtest/gtest.h>

#include <thread>

#include "tests/unit/crypto/authority.hpp"

namespace mass {
namespace {

TEST(IssuedCertificate, SaysWhatWasAskedFor) {
  const Authority authority;

  const Certificate& leaf = *authority.leaf;

  EXPECT_EQ(leaf.common_names(), std::vector<std::string>{"domain-signing-authority"});
  EXPECT_EQ(leaf.emails(), std::vector<std::string>{"domain-signing-authority@example.com"});
  EXPECT_EQ(leaf.dns_names(), std::vector<std::string>{"example.com"});
  EXPECT_EQ(leaf.subject(), "CN=domain-signing-authority");
  EXPECT_EQ(leaf.issuer(), "CN=middle");
  EXPECT_EQ(leaf.serial(), "f00000000000000d");
  EXPECT_EQ(leaf.issuer_id(), authority.middle->subject_id());
  EXPECT_EQ(leaf.not_before(), kStart);
  EXPECT_EQ(leaf.not_after(), kEnd);
  EXPECT_EQ(leaf.public_key_der(), authority.key->public_der());
  EXPECT_EQ(leaf.key_bits(), 1024U);
  EXPECT_TRUE(leaf.rsa_key().has_value());
}

TEST(IssuedCertificate, IsTheSameForTheSameInput) {
  EXPECT_EQ(Authority().leaf->der(), Authority().leaf->der());
}

TEST(IssuedCertificate, UsesGeneralizedTimeFrom2050On) {
  const Authority authority;
  CertificateRequest request;
  request.common_name = "late";
  request.not_before = std::chrono::sys_days(std::chrono::year(1949) / 12 / 31);
  request.not_after = std::chrono::sys_days(std::chrono::year(2050) / 1 / 1);

  const auto late = issue_certificate(*authority.crypto, request, authority.key->public_der(),
                                      nullptr, *authority.key, HashAlgorithm::sha512);

  ASSERT_TRUE(late) << late.error().what;
  EXPECT_EQ((*late)->not_before(), request.not_before);
  EXPECT_EQ((*late)->not_after(), request.not_after);
}

TEST(IssuedCertificate, NeedsAPublicKey) {
  const Authority authority;

  const auto none = issue_certificate(*authority.crypto, {}, "not a key", nullptr, *authority.key,
                                      HashAlgorithm::sha1);

  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().code, Errc::malformed);
}

TEST(Certificate, SurvivesPem) {
  const Authority authority;
  const std::string text =
      authority.leaf->to_pem() + authority.key->to_pem() + authority.root->to_pem();

  const auto both = Certificate::from_pem(text);

  ASSERT_TRUE(both) << both.error().what;
  ASSERT_EQ(both->size(), 2U);
  EXPECT_EQ((*both)[0]->der(), authority.leaf->der());
  EXPECT_EQ((*both)[1]->der(), authority.root->der());
  EXPECT_FALSE(Certificate::from_pem(authority.key->to_pem()));
}

TEST(Certificate, IsExactlyOneUnlessASequenceIsAskedFor) {
  const Authority authority;
  const std::string two = authority.leaf->der() + authority.root->der();

  EXPECT_FALSE(Certificate::from_der(two));
  const auto both = Certificate::from_der_sequence(two);
  ASSERT_TRUE(both);
  EXPECT_EQ(both->size(), 2U);
  EXPECT_FALSE(Certificate::from_der_sequence(two + "x"));
  EXPECT_FALSE(Certificate::from_der_sequence(""));
}

TEST(Certificate, RefusesDamage) {
  const std::string der = Authority().leaf->der();

  for (std::size_t length = 0; length < der.size(); ++length) {
    const auto cut = Certificate::from_der(std::string_view(der).substr(0, length));
    ASSERT_FALSE(cut) << length;
    EXPECT_EQ(cut.error().code, Errc::malformed);
  }
  EXPECT_FALSE(Certificate::from_der(std::string(70'000, '\x30')));
  std::string nested;
  for (int i = 0; i < 12'000; ++i) nested += std::string("\x30\x80", 2);
  EXPECT_FALSE(Certificate::from_der(nested));
  EXPECT_TRUE(openssl_is_quiet());
}

TEST(Certificate, TakesAnyOctetFlipWithoutHarm) {
  const std::string der = Authority().leaf->der();

  for (std::size_t at = 0; at < der.size(); ++at) {
    std::string flipped = der;
    flipped[at] = static_cast<char>(flipped[at] ^ 0x41);
    if (const auto read = Certificate::from_der(flipped)) {
      EXPECT_EQ((*read)->der(), flipped);
      (void)(*read)->subject();
      (void)(*read)->key_bits();
    }
  }
  EXPECT_TRUE(openssl_is_quiet());
}

TEST(CertificateCache, SharesOneObjectAmongThreads) {
  const Authority authority;
  PublicKeyCache cache(2);

  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int j = 0; j < 50; ++j) {
        EXPECT_EQ(cache.certificate(authority.leaf->der()).value()->der(), authority.leaf->der());
        EXPECT_TRUE(cache.certificate(authority.root->der()));
        EXPECT_FALSE(cache.certificate("damage"));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

}  // namespace
}  // namespace mass
