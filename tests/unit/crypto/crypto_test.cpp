#include <gtest/gtest.h>

#include "core/crypto/crypto.hpp"
#include "tests/unit/crypto/support.hpp"

namespace mass {
namespace {

TEST(Digest, MatchesPublishedExamples) {
  const auto crypto = make_crypto();
  CostMeter cost;

  EXPECT_EQ(to_hex(crypto->digest(HashAlgorithm::sha1, "abc", cost)),
            "a9993e364706816aba3e25717850c26c9cd0d89d")
      << "FIPS 180";
  EXPECT_EQ(to_hex(crypto->digest(HashAlgorithm::sha256, "abc", cost)),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(to_hex(crypto->digest(HashAlgorithm::sha512, "abc", cost)).substr(0, 32),
            "ddaf35a193617abacc417349ae204131");
  EXPECT_EQ(to_hex(crypto->digest(HashAlgorithm::md5, "", cost)),
            "d41d8cd98f00b204e9800998ecf8427e")
      << "RFC 1321";
}

TEST(Hasher, TakesOctetsInPieces) {
  const auto crypto = make_crypto();
  CostMeter cost;
  Hasher pieces = crypto->hasher(HashAlgorithm::sha1);

  for (const char* piece : {"", "a", "bc"}) pieces.write(piece);
  Hasher moved = std::move(pieces);

  EXPECT_EQ(to_hex(moved.finish(cost)), "a9993e364706816aba3e25717850c26c9cd0d89d");
}

TEST(Hasher, TellsTheMeter) {
  const auto crypto = make_crypto();
  CostMeter cost;
  Hasher hasher = crypto->hasher(HashAlgorithm::sha256);

  hasher.write("12345");
  (void)hasher.finish(cost);

  EXPECT_EQ(cost, (CostMeter{.hashed_octets = 5, .hash_operations = 1}));
}

TEST(Hmac, MatchesRfc2202) {
  const auto crypto = make_crypto();
  CostMeter cost;
  const auto sha1 = [&](const std::string& key, std::string_view octets) {
    return to_hex(crypto->hmac(HashAlgorithm::sha1, key, octets, cost));
  };

  EXPECT_EQ(sha1(std::string(20, '\x0b'), "Hi There"), "b617318655057264e28bc0b6fb378c8ef146be00");
  EXPECT_EQ(sha1("Jefe", "what do ya want for nothing?"),
            "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79");
  EXPECT_EQ(sha1(std::string(80, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First"),
            "aa4ae5e15272d00e95705637ce8a3b55ed402112");
  EXPECT_EQ(to_hex(crypto->hmac(HashAlgorithm::md5, "Jefe", "what do ya want for nothing?", cost)),
            "750c783e6ab0b503eaa86e310a5db738");
}

TEST(Hmac, MatchesRfc4231) {
  const auto crypto = make_crypto();
  CostMeter cost;
  const std::string long_key(131, '\xaa');

  EXPECT_EQ(
      to_hex(crypto->hmac(HashAlgorithm::sha256, "Jefe", "what do ya want for nothing?", cost)),
      "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(to_hex(crypto->hmac(HashAlgorithm::sha256, long_key,
                                "Test Using Larger Than Block-Size Key - Hash Key First", cost)),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
  EXPECT_EQ(
      to_hex(crypto->hmac(HashAlgorithm::sha512, "Jefe", "what do ya want for nothing?", cost))
          .substr(0, 32),
      "164b7a7bfcf819e2e395fbe73b56e0a3");
}

TEST(Hmac, TakesEmptyKeysAndEmptyText) {
  const auto crypto = make_crypto();
  CostMeter cost;

  EXPECT_EQ(to_hex(crypto->hmac(HashAlgorithm::sha1, {}, {}, cost)),
            "fbdb1d1b18aa6c08324b7d64b71fb76370690e1d");
  EXPECT_EQ(to_hex(crypto->hmac(HashAlgorithm::sha256, "", "", cost)),
            "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}

TEST(Hmac, RemembersNoKey) {
  const auto crypto = make_crypto();
  CostMeter cost;

  const std::string first = crypto->hmac(HashAlgorithm::sha1, "", "text", cost);
  const std::string other = crypto->hmac(HashAlgorithm::sha1, "key", "text", cost);
  const std::string again = crypto->hmac(HashAlgorithm::sha1, "", "text", cost);

  EXPECT_EQ(first, again);
  EXPECT_NE(first, other);
  EXPECT_EQ(cost, (CostMeter{.hashed_octets = 12, .mac_operations = 3}));
}

TEST(EqualConstantTime, ComparesAllOctets) {
  EXPECT_TRUE(equal_constant_time("", ""));
  EXPECT_TRUE(equal_constant_time("same", "same"));
  EXPECT_FALSE(equal_constant_time("same", "samE"));
  EXPECT_FALSE(equal_constant_time("same", "sam"));
}

TEST(HashNames, AreLowerCase) {
  EXPECT_EQ(name_of(HashAlgorithm::sha1), "sha1");
  EXPECT_EQ(name_of(HashAlgorithm::sha256), "sha256");
  EXPECT_EQ(name_of(HashAlgorithm::sha512), "sha512");
  EXPECT_EQ(name_of(HashAlgorithm::md5), "md5");
}

}  // namespace
}  // namespace mass
