#include <gtest/gtest.h>

#include "core/crypto/rsa.hpp"
#include "tests/unit/crypto/support.hpp"

namespace mass {
namespace {

// A DER element with a length in its shortest form.
std::string element(std::string_view tag_hex, const std::string& content) {
  const std::size_t size = content.size();
  std::string head = octets_of(tag_hex);
  if (size >= 0x100) {
    head += '\x82';
    head += static_cast<char>(size >> 8);
  } else if (size >= 0x80) {
    head += '\x81';
  }
  return head + static_cast<char>(size & 0xFF) + content;
}

const std::string kModulus = std::string(1, '\0') + std::string(64, '\xC3');
const std::string kExponent = octets_of("010001");
const std::string kRsaOid = octets_of("2a864886f70d010101");
const std::string kNull = octets_of("0500");

std::string integer(const std::string& content) {
  return element("02", content);
}

std::string bare_key(const std::string& modulus, const std::string& exponent) {
  return element("30", integer(modulus) + integer(exponent));
}

std::string key_info(const std::string& oid, const std::string& parameters,
                     const std::string& bits) {
  return element("30", element("30", element("06", oid) + parameters) + element("03", bits));
}

std::string bits_of(const std::string& key) {
  return std::string(1, '\0') + key;
}

Errc error_of(const std::string& der) {
  const auto key = RsaPublicKey::from_der(der);
  EXPECT_FALSE(key) << to_hex(der);
  return key ? Errc::internal : key.error().code;
}

TEST(PublicKeyDer, TakesBothForms) {
  const std::string bare = bare_key(kModulus, kExponent);

  for (const std::string& der :
       {bare, key_info(kRsaOid, kNull, bits_of(bare)), key_info(kRsaOid, "", bits_of(bare))}) {
    const auto key = RsaPublicKey::from_der(der);

    ASSERT_TRUE(key) << key.error().what;
    EXPECT_EQ((*key)->bits(), 512U);
  }
}

TEST(PublicKeyDer, CountsBitsOfAnOddModulus) {
  // 514 bits: the first octet holds two of them.
  const auto key = RsaPublicKey::from_der(bare_key("\x02" + std::string(64, '\xC3'), "\x03"));

  ASSERT_TRUE(key) << key.error().what;
  EXPECT_EQ((*key)->bits(), 514U);
}

TEST(PublicKeyDer, RefusesOctetsBesideTheKey) {
  const std::string bare = bare_key(kModulus, kExponent);
  const std::string numbers = integer(kModulus) + integer(kExponent);

  EXPECT_EQ(error_of(bare + '\0'), Errc::malformed);
  EXPECT_EQ(error_of(element("30", numbers + kNull)), Errc::malformed);
  EXPECT_EQ(error_of(element("30", integer(kModulus))), Errc::malformed);
  EXPECT_EQ(error_of(key_info(kRsaOid, kNull, bits_of(bare)) + "x"), Errc::malformed);
  EXPECT_EQ(error_of(key_info(kRsaOid, kNull, bits_of(bare + "x"))), Errc::malformed);
  EXPECT_EQ(error_of(key_info(kRsaOid, kNull + kNull, bits_of(bare))), Errc::malformed);
  EXPECT_EQ(error_of(key_info(kRsaOid, octets_of("050100"), bits_of(bare))), Errc::malformed);
  EXPECT_EQ(error_of(key_info(kRsaOid, integer("\x01"), bits_of(bare))), Errc::malformed);
}

TEST(PublicKeyDer, RefusesBitStringsThatAreNotOctets) {
  const std::string bare = bare_key(kModulus, kExponent);

  EXPECT_EQ(error_of(key_info(kRsaOid, kNull, "")), Errc::malformed);
  EXPECT_EQ(error_of(key_info(kRsaOid, kNull, "\x01" + bare)), Errc::malformed);
  EXPECT_EQ(error_of(key_info(kRsaOid, kNull, bare)), Errc::malformed);
}

TEST(PublicKeyDer, SaysWhichKeysItDoesNotDo) {
  const std::string bare = bare_key(kModulus, kExponent);
  const std::string huge = std::string(1, '\0') + std::string(1025, '\xC3');

  EXPECT_EQ(error_of(key_info(octets_of("2b6570"), "", bits_of(std::string(32, 'x')))),
            Errc::unsupported)
      << "Ed25519";
  EXPECT_EQ(error_of(key_info(octets_of("2a864886f70d01010a"), kNull, bits_of(bare))),
            Errc::unsupported)
      << "RSASSA-PSS";
  EXPECT_EQ(error_of(bare_key(huge, kExponent)), Errc::unsupported) << "over 8,192 bits";
  EXPECT_EQ(error_of(bare_key(kModulus, "\x01" + std::string(8, '\x01'))), Errc::unsupported)
      << "exponent over 64 bits";
}

TEST(PublicKeyDer, TakesEightThousandBits) {
  const auto key =
      RsaPublicKey::from_der(bare_key(std::string(1, '\0') + std::string(1024, '\xC3'), kExponent));

  ASSERT_TRUE(key) << key.error().what;
  EXPECT_EQ((*key)->bits(), 8192U);
}

TEST(PublicKeyDer, RefusesNumbersNoKeyHas) {
  const std::string even = std::string(1, '\0') + std::string(64, '\xC2');
  const std::string zero(1, '\0');

  EXPECT_EQ(error_of(bare_key(even, kExponent)), Errc::malformed);
  EXPECT_EQ(error_of(bare_key(kModulus, "\x01")), Errc::malformed);
  EXPECT_EQ(error_of(bare_key(kModulus, "\x04")), Errc::malformed);
  EXPECT_EQ(error_of(bare_key(kModulus, zero)), Errc::malformed);
  EXPECT_EQ(error_of(bare_key(zero, kExponent)), Errc::malformed);
  EXPECT_EQ(error_of(bare_key("\x7F", kExponent)), Errc::malformed) << "seven bits";
}

TEST(PublicKeyDer, RefusesIntegersOutOfForm) {
  EXPECT_EQ(error_of(bare_key(std::string(64, '\xC3'), kExponent)), Errc::malformed) << "negative";
  EXPECT_EQ(error_of(bare_key(std::string(1, '\0') + kModulus, kExponent)), Errc::malformed)
      << "padded";
  EXPECT_EQ(error_of(bare_key(kModulus, std::string(1, '\0') + kExponent)), Errc::malformed);
  EXPECT_EQ(error_of(bare_key("", kExponent)), Errc::malformed);
  EXPECT_EQ(error_of(bare_key(kModulus, "")), Errc::malformed);
}

TEST(PublicKeyDer, RefusesLengthsThatLie) {
  for (const char* hex : {"", "30", "3080", "30800000", "3081", "308100", "30817f", "30820001",
                          "308400000000", "30ff", "3085ffffffffff", "3084ffffffff", "3003020101",
                          "30020201", "300402020101", "0201", "00", "0000"}) {
    EXPECT_EQ(error_of(octets_of(hex)), Errc::malformed) << hex;
  }
}

TEST(PublicKeyDer, RefusesLongFormsOfShortLengths) {
  const std::string numbers = integer(kModulus) + integer(kExponent);
  const auto size = static_cast<char>(numbers.size());
  ASSERT_LT(numbers.size(), 0x80U);

  EXPECT_EQ(error_of("\x30\x81" + (size + numbers)), Errc::malformed);
  EXPECT_EQ(error_of(std::string("\x30\x82\x00", 3) + size + numbers), Errc::malformed);
}

// Every kind of damage to a good key: nothing may crash, and a key that is taken must be usable.
TEST(PublicKeyDer, SurvivesDamage) {
  const auto crypto = make_crypto();
  constexpr std::uint64_t kSeed = 20040806;
  RandomSource random(kSeed, {"damage"});
  const std::string whole = derived_key("damage", 512)->public_der();
  int taken = 0;

  for (int round = 0; round < 20'000; ++round) {
    std::string der = whole;
    for (std::uint64_t edits = 1 + random.below(3); edits > 0 && !der.empty(); --edits) {
      const std::size_t at = random.below(der.size());
      // Most of the structure stands in the first octets.
      const std::size_t place = random.chance(1, 2) ? at : at % 32 % der.size();
      switch (random.below(4)) {
        case 0:
          der[place] = static_cast<char>(random.below(256));
          break;
        case 1:
          der.erase(place, 1 + random.below(4));
          break;
        case 2:
          der.insert(place, random.octets(1 + random.below(4)));
          break;
        default:
          der.resize(place);
      }
    }
    const auto key = RsaPublicKey::from_der(der);
    if (!key) continue;
    ++taken;
    CostMeter cost;
    const std::string signature((*key)->bits() / 8, '\x11');
    EXPECT_FALSE((*key)->recover(*crypto, HashAlgorithm::sha1, signature, cost).padding_sound)
        << "seed " << kSeed << " round " << round;
  }

  EXPECT_GT(taken, 100) << "damage to the modulus alone leaves a key";
}

TEST(PublicKeyDer, RefusesEveryBeginningOfAKey) {
  const std::string whole = derived_key("prefix", 512)->public_der();

  for (std::size_t length = 0; length < whole.size(); ++length) {
    // A buffer of its own, so that reading one octet too far is seen by the sanitizer.
    const std::string part = whole.substr(0, length);
    EXPECT_EQ(error_of(part), Errc::malformed) << length;
  }
}

}  // namespace
}  // namespace mass
