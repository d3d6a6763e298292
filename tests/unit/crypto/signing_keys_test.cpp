#include <gtest/gtest.h>

#include <set>
#include <thread>

#include "core/base/random.hpp"
#include "core/keys/signing_keys.hpp"
#include "tests/unit/crypto/support.hpp"

namespace mass {
namespace {

TEST(GivenKeys, HoldForEveryDomain) {
  GivenKeys keys;
  keys.rsa_key = derived_key("given", 512);
  keys.shared_secret = "secret";

  EXPECT_EQ(keys.rsa("example.com", "s1").value(), keys.rsa_key);
  EXPECT_EQ(keys.rsa("example.org", "s2").value(), keys.rsa_key);
  EXPECT_EQ(keys.secret("example.com", 7).value(), "secret");
}

TEST(GivenKeys, NameWhatIsMissing) {
  const GivenKeys keys;

  const auto rsa = keys.rsa("example.com", "s1");
  const auto secret = keys.secret("example.com", 7);

  ASSERT_FALSE(rsa);
  EXPECT_EQ(rsa.error().code, Errc::missing);
  EXPECT_EQ(rsa.error().what, "no private key for s1._domainkey.example.com");
  ASSERT_FALSE(secret);
  EXPECT_EQ(secret.error().code, Errc::missing);
  EXPECT_EQ(secret.error().what, "no secret 7 of domain example.com");
}

TEST(GivenKeys, TakePemOfEitherKind) {
  RandomSource random(1, {"pem"});
  const auto ed25519 = Ed25519PrivateKey::derive(random);
  const auto rsa = derived_key("pem", 512);
  GivenKeys keys;

  ASSERT_TRUE(keys.add_pem(ed25519->to_pem()));
  ASSERT_TRUE(keys.add_pem(rsa->to_pem()));

  EXPECT_EQ(keys.ed25519("example.com", "s1").value()->public_key(), ed25519->public_key());
  EXPECT_EQ(keys.rsa("example.com", "s1").value()->public_der(), rsa->public_der());
  EXPECT_EQ(keys.add_pem("text").error().code, Errc::malformed);
  EXPECT_EQ(GivenKeys().ed25519("example.com", "s1").error().code, Errc::missing);
}

TEST(DerivedKeys, GiveEveryDomainAnEd25519KeyOfItsOwn) {
  const DerivedKeys keys(1);
  const auto key = keys.ed25519("Example.com", "s1").value()->public_key();

  EXPECT_EQ(keys.ed25519("example.com", "S1").value()->public_key(), key);
  EXPECT_NE(keys.ed25519("example.com", "s2").value()->public_key(), key);
  EXPECT_NE(keys.ed25519("example.org", "s1").value()->public_key(), key);
  EXPECT_FALSE(keys.ed25519("", "s1").has_value());
}

TEST(DerivedKeys, DependOnTheSeedAlone) {
  const DerivedKeys keys(1, 512, 4);
  const DerivedKeys same(1, 512, 4);
  const DerivedKeys other(2, 512, 4);

  const std::string der = keys.rsa("Example.com", "S1").value()->public_der();

  EXPECT_EQ(der, same.rsa("example.COM", "s1").value()->public_der());
  EXPECT_NE(der, other.rsa("example.com", "s1").value()->public_der());
}

TEST(DerivedKeys, ShareAPool) {
  const DerivedKeys keys(1, 512, 4);
  std::set<const RsaPrivateKey*> seen;

  for (int i = 0; i < 100; ++i) {
    seen.insert(keys.rsa("domain" + std::to_string(i) + ".example", "s").value().get());
  }

  EXPECT_EQ(seen.size(), 4U);
}

TEST(DerivedKeys, GiveEveryDomainAndNumberItsSecret) {
  const DerivedKeys keys(1);

  const std::string secret = keys.secret("example.com", 0).value();

  EXPECT_EQ(secret.size(), 64U) << "fits one block of HMAC";
  EXPECT_TRUE(from_hex(secret));
  EXPECT_EQ(secret, keys.secret("EXAMPLE.com", 0).value());
  EXPECT_NE(secret, keys.secret("example.com", 1).value());
  EXPECT_NE(secret, keys.secret("example.org", 0).value());
  EXPECT_NE(secret, DerivedKeys(2).secret("example.com", 0).value());
}

TEST(DerivedKeys, HaveNoneForNoDomain) {
  const DerivedKeys keys(1);

  EXPECT_EQ(keys.rsa("", "s").error().code, Errc::missing);
  EXPECT_EQ(keys.secret("", 0).error().code, Errc::missing);
}

TEST(DerivedKeys, SayWhenTheSizeIsImpossible) {
  const DerivedKeys keys(1, 100);

  EXPECT_EQ(keys.rsa("example.com", "s").error().code, Errc::config);
}

TEST(DerivedKeys, TakeAPoolOfNoneAsOne) {
  EXPECT_TRUE(DerivedKeys(1, 512, 0).rsa("example.com", "s"));
}

TEST(DerivedKeys, AreMadeOnceForAllThreads) {
  const DerivedKeys keys(1, 512, 2);
  std::vector<std::set<const RsaPrivateKey*>> seen(4);

  {
    std::vector<std::jthread> threads;
    for (auto& mine : seen) {
      threads.emplace_back([&keys, &mine] {
        for (int i = 0; i < 20; ++i) mine.insert(keys.rsa(std::to_string(i), "s").value().get());
      });
    }
  }

  for (const auto& other : seen) EXPECT_EQ(other, seen.front());
}

}  // namespace
}  // namespace mass
