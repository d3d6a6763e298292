#include <gtest/gtest.h>

#include "core/base/punycode.hpp"
#include "core/base/random.hpp"
#include "core/base/text.hpp"
#include "core/crypto/ed25519.hpp"
#include "core/message/codec.hpp"

namespace mass {
namespace {

// The key and its PEM. Source: RFC 8410 section 10.3.
constexpr const char* kPem =
    "-----BEGIN PRIVATE KEY-----\n"
    "MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n"
    "-----END PRIVATE KEY-----\n";
constexpr const char* kPublic = "19bf44096984cdfe8541bac167dc3b96c85086aa30b6b6cb0c5c38ad703166e1";

TEST(Ed25519, GivesTheSignatureOfTheStandard) {
  // Test 1 and its key. Source: RFC 8032 section 7.1.
  const std::string seed =
      *from_hex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
  const std::string pem = "-----BEGIN PRIVATE KEY-----\n" +
                          base64_encode(*from_hex("302e020100300506032b657004220420") + seed) +
                          "\n-----END PRIVATE KEY-----\n";
  const auto key = Ed25519PrivateKey::from_pem(pem);
  CostMeter cost;

  ASSERT_TRUE(key.has_value());
  EXPECT_EQ(to_hex((*key)->public_key()),
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
  EXPECT_EQ(to_hex((*key)->sign("", cost)),
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39"
            "701cf9b46bd25bf5f0595bbe24655141438e7a100b");
  EXPECT_EQ(cost.private_operations, 1U);
}

TEST(Ed25519, ReadsAndWritesPem) {
  const auto key = Ed25519PrivateKey::from_pem(kPem);

  ASSERT_TRUE(key.has_value());
  EXPECT_EQ(to_hex((*key)->public_key()), kPublic);
  EXPECT_EQ((*key)->to_pem(), kPem);
}

TEST(Ed25519, RefusesOtherPem) {
  for (const std::string& text :
       {std::string(), std::string("text"),
        std::string("-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----\n"),
        std::string("-----BEGIN PRIVATE KEY-----\n") +
            base64_encode(*from_hex("302e020100300506032b656e04220420") + std::string(32, 'x')) +
            "\n-----END PRIVATE KEY-----\n"}) {
    EXPECT_FALSE(Ed25519PrivateKey::from_pem(text).has_value()) << text;
  }
}

TEST(Ed25519, VerifiesItsOwnSignaturesOnly) {
  RandomSource random(3, {"ed25519"});
  const auto key = Ed25519PrivateKey::derive(random);
  const auto other = Ed25519PrivateKey::derive(random);
  CostMeter cost;
  const std::string signature = key->sign("text", cost);

  EXPECT_TRUE(verify_ed25519(key->public_key(), "text", signature, cost));
  EXPECT_EQ(cost.public_operations, 1U);
  EXPECT_FALSE(verify_ed25519(key->public_key(), "test", signature, cost));
  EXPECT_FALSE(verify_ed25519(other->public_key(), "text", signature, cost));
  EXPECT_FALSE(verify_ed25519(key->public_key(), "text", signature.substr(1), cost));
  EXPECT_FALSE(verify_ed25519(key->public_key() + "x", "text", signature, cost));
  EXPECT_FALSE(verify_ed25519(std::string(32, '\0'), "text", signature, cost)) << "a weak key";
}

TEST(AsciiDomain, WritesULabelsAsALabels) {
  EXPECT_EQ(ascii_domain("Example.COM"), "example.com");
  EXPECT_EQ(ascii_domain("b\xC3\xBC"
                         "cher.Example"),
            "xn--bcher-kva.example");
  EXPECT_EQ(ascii_domain("\xE4\xBE\x8B\xE3\x81\x88.\xE3\x83\x86\xE3\x82\xB9\xE3\x83\x88"),
            "xn--r8jz45g.xn--zckzah");
  EXPECT_EQ(ascii_domain(".\xC3\xBC.example"), ".xn--tda.example") << "an empty label stays one";
  EXPECT_EQ(ascii_domain("\xFF.example"), std::nullopt);
  EXPECT_EQ(ascii_domain(std::string(1001, 'a')), std::nullopt);
}

}  // namespace
}  // namespace mass
