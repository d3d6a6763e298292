#include "core/crypto/rsa_numbers.hpp"

#include <gtest/gtest.h>

#include "core/base/text.hpp"
#include "core/crypto/rsa.hpp"
#include "tests/unit/crypto/support.hpp"

namespace mass {
namespace {

TEST(RsaNumbers, GiveTheSameKeyWhenTakenApartAndPutTogether) {
  for (const int bits : {512, 768, 1024, 2048}) {
    const auto key = derived_key("numbers", bits);

    const auto numbers = rsa_numbers_of(key->public_der());
    ASSERT_TRUE(numbers);
    const std::string der = rsa_public_der(*numbers);

    EXPECT_EQ(to_hex(numbers->exponent), "010001");
    EXPECT_EQ(numbers->modulus.size(), static_cast<std::size_t>(bits) / 8);
    const auto made = RsaPublicKey::from_der(der);
    ASSERT_TRUE(made) << made.error().what;
    EXPECT_EQ((*made)->bits(), static_cast<std::size_t>(bits));
    EXPECT_EQ(rsa_numbers_of(der)->modulus, numbers->modulus);
  }
}

TEST(RsaNumbers, AreWrittenAsPositiveIntegers) {
  EXPECT_EQ(to_hex(rsa_public_der({"\x23", "\x7F"})),
            "3006"
            "02017f"
            "020123");
  EXPECT_EQ(to_hex(rsa_public_der({"\x23", "\x80"})),
            "3007"
            "02020080"
            "020123");
  EXPECT_EQ(to_hex(rsa_public_der({"\x23", std::string(127, '\x11')})).substr(0, 12),
            "308184027f11")
      << "a length over 127 takes an octet more";
}

TEST(RsaNumbers, AreNotReadFromAnythingElse) {
  EXPECT_FALSE(rsa_numbers_of(""));
  EXPECT_FALSE(rsa_numbers_of("no key"));
}

}  // namespace
}  // namespace mass
