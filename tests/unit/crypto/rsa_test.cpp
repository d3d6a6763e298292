#include <gtest/gtest.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>

#include "core/crypto/rsa.hpp"
#include "tests/unit/crypto/support.hpp"

namespace mass {
namespace {

const char* const kSha1OfAbc = "a9993e364706816aba3e25717850c26c9cd0d89d";

std::shared_ptr<const RsaPublicKey> public_of(const RsaPrivateKey& key) {
  return RsaPublicKey::from_der(key.public_der()).value();
}

std::string sign_abc(const Crypto& crypto, const RsaPrivateKey& key) {
  CostMeter cost;
  return key.sign(crypto, HashAlgorithm::sha1, octets_of(kSha1OfAbc), cost).value();
}

// Keys and signatures were computed apart from this program, from the same stream of octets.
TEST(DerivedKey, IsTheSameOnEveryMachine) {
  const auto crypto = make_crypto();

  EXPECT_EQ(
      to_hex(sign_abc(*crypto, *derived_key("derive", 512))),
      "4f9a00d0a9cc14032e7aadd10fe00770821b5aac13550a955a6c11cf09ebbece3a3878f3035ce50504b44e2"
      "0e52d3860b0f4bc4e91f4857d82b139bc605c7ee2");
  EXPECT_EQ(
      to_hex(sign_abc(*crypto, *derived_key("derive", 514))),
      "0248d46822411baf79999328ea82c09d2d35ce792e0449fc39434fa6de7269e42d3ecfb3ed155ecec19a5f3"
      "891cc2e74632bffe1f847706a5cd3e7b39843ed7a94");
  EXPECT_EQ(
      to_hex(sign_abc(*crypto, *derived_key("derive", 1024))),
      "7eb5bdae7b919ddd378398fdb780d3104d707751702d1f2d65a3cf09b4882657f73c5cd9c431c110ae78999"
      "a40511cd12d266e511682bd00f56a53248116a298e3eb752026544f667cf1f2f754b22df541a95cfc86463e"
      "95283dfa5755f149a614b14f7782a86db1d62d43588c9407450e04b1bfc2440d526970c6883304c294");
}

TEST(DerivedKey, HasExactlyTheBitsAskedFor) {
  for (const int bits : {512, 514, 768, 1024, 1026, 1536}) {
    EXPECT_EQ(derived_key("bits", bits)->bits(), static_cast<std::size_t>(bits));
  }
}

TEST(DerivedKey, RefusesOtherSizes) {
  for (const int bits : {-2, 0, 510, 513, 1023, 4098}) {
    RandomSource random(7, {"derive"});

    const auto key = RsaPrivateKey::derive(random, bits);

    ASSERT_FALSE(key) << bits;
    EXPECT_EQ(key.error().code, Errc::config);
  }
}

TEST(DerivedKey, SurvivesPem) {
  const auto crypto = make_crypto();
  const auto key = derived_key("pem", 768);

  const auto again = RsaPrivateKey::from_pem(key->to_pem());

  ASSERT_TRUE(again) << again.error().what;
  EXPECT_TRUE(key->to_pem().starts_with("-----BEGIN PRIVATE KEY-----\n"));
  EXPECT_EQ((*again)->public_der(), key->public_der());
  EXPECT_EQ(sign_abc(*crypto, **again), sign_abc(*crypto, *key));
}

TEST(Recover, GivesBackTheDigest) {
  const auto crypto = make_crypto();
  for (const int bits : {512, 768, 1024, 2048}) {
    const auto key = derived_key("recover", bits);
    const auto open_key = public_of(*key);
    CostMeter cost;

    const Recovered recovered =
        open_key->recover(*crypto, HashAlgorithm::sha1, sign_abc(*crypto, *key), cost);

    EXPECT_EQ(open_key->bits(), static_cast<std::size_t>(bits));
    EXPECT_TRUE(recovered.padding_sound);
    EXPECT_EQ(to_hex(recovered.digest), kSha1OfAbc);
    EXPECT_EQ(cost, CostMeter{.public_operations = 1});
  }
}

TEST(Recover, WorksForEveryDigest) {
  const auto crypto = make_crypto();
  const auto key = derived_key("digests", 1024);
  for (const auto algorithm :
       {HashAlgorithm::sha1, HashAlgorithm::sha256, HashAlgorithm::sha512, HashAlgorithm::md5}) {
    CostMeter cost;
    const std::string digest = crypto->digest(algorithm, "text", cost);

    const auto signature = key->sign(*crypto, algorithm, digest, cost);

    ASSERT_TRUE(signature) << signature.error().what;
    EXPECT_EQ(public_of(*key)->recover(*crypto, algorithm, *signature, cost).digest, digest);
    EXPECT_EQ(cost.private_operations, 1U);
  }
}

TEST(Recover, IsUnsoundForWhatThisKeyDidNotSign) {
  const auto crypto = make_crypto();
  const auto key = derived_key("signer", 512);
  const auto open_key = public_of(*key);
  const std::string good = sign_abc(*crypto, *key);
  std::string changed = good;
  changed[20] = static_cast<char>(changed[20] ^ 1);
  const std::vector<std::string> bad{changed,
                                     sign_abc(*crypto, *derived_key("other", 512)),
                                     "",
                                     good.substr(1),
                                     good + '\0',
                                     std::string(1, '\0') + good,
                                     std::string(64, '\0'),
                                     std::string(64, '\xFF')};
  CostMeter cost;

  for (const std::string& signature : bad) {
    const Recovered recovered = open_key->recover(*crypto, HashAlgorithm::sha1, signature, cost);
    EXPECT_FALSE(recovered.padding_sound) << to_hex(signature);
    EXPECT_EQ(recovered.digest, "");
  }
  EXPECT_FALSE(open_key->recover(*crypto, HashAlgorithm::sha256, good, cost).padding_sound)
      << "the digest algorithm is part of what was signed";
  EXPECT_FALSE(open_key->recover(*crypto, HashAlgorithm::sha512, good, cost).padding_sound)
      << "a SHA-512 block does not fit 512 bits";
  EXPECT_EQ(ERR_peek_error(), 0U) << "errors left behind would be blamed on the next operation";
}

// The private-key operation on a block of the caller's making.
std::string sign_raw(const RsaPrivateKey& key, std::string block) {
  const std::string pem = key.to_pem();
  BIO* memory = BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()));
  EVP_PKEY* handle = PEM_read_bio_PrivateKey(memory, nullptr, nullptr, nullptr);
  EVP_PKEY_CTX* context = EVP_PKEY_CTX_new(handle, nullptr);
  std::string signature(block.size(), '\0');
  std::size_t length = signature.size();
  EXPECT_EQ(EVP_PKEY_decrypt_init(context), 1);
  EXPECT_EQ(EVP_PKEY_CTX_set_rsa_padding(context, RSA_NO_PADDING), 1);
  EXPECT_EQ(EVP_PKEY_decrypt(context, reinterpret_cast<unsigned char*>(signature.data()), &length,
                             reinterpret_cast<const unsigned char*>(block.data()), block.size()),
            1);
  EVP_PKEY_CTX_free(context);
  EVP_PKEY_free(handle);
  BIO_free(memory);
  return signature;
}

// `00 01 FF.. 00` and what is signed, for a key of 512 bits. Source: RFC 8017 section 9.2.
std::string block_of(std::string_view signed_hex) {
  const std::string content = octets_of(signed_hex);
  return octets_of("0001") + std::string(61 - content.size(), '\xFF') + '\0' + content;
}

TEST(Recover, ChecksEveryPartOfThePadding) {
  const auto crypto = make_crypto();
  const auto key = derived_key("padding", 512);
  const auto open_key = public_of(*key);
  const std::string info = "3021300906052b0e03021a05000414";
  const std::string right = block_of(info + kSha1OfAbc);
  std::string short_padding = right;
  short_padding[10] = '\0';
  std::string other_type = right;
  other_type[1] = '\x02';
  std::string broken_padding = right;
  broken_padding[5] = '\xFE';
  std::string early_end = octets_of("0001ffffffffffffffff00" + info + kSha1OfAbc);
  early_end.resize(64, '\x5A');
  const std::vector<std::string> wrong{
      short_padding,
      other_type,
      broken_padding,
      early_end,
      block_of(kSha1OfAbc),
      block_of("301f300706052b0e03021a0414" + std::string(kSha1OfAbc)),
      block_of("308121300906052b0e03021a05000414" + std::string(kSha1OfAbc)),
      block_of("3022300906052b0e03021a05000415" + std::string(kSha1OfAbc) + "00"),
      block_of(info + kSha1OfAbc + "00")};
  CostMeter cost;

  EXPECT_TRUE(
      open_key->recover(*crypto, HashAlgorithm::sha1, sign_raw(*key, right), cost).padding_sound);
  for (const std::string& block : wrong) {
    ASSERT_EQ(block.size(), 64U);
    const auto recovered =
        open_key->recover(*crypto, HashAlgorithm::sha1, sign_raw(*key, block), cost);
    EXPECT_FALSE(recovered.padding_sound) << to_hex(block);
  }
}

TEST(PrivateKey, RefusesWhatIsNotAnRsaKey) {
  for (const char* bad :
       {"", "no key", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
        "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIH0\n-----END ENCRYPTED PRIVATE KEY-----\n"}) {
    const auto key = RsaPrivateKey::from_pem(bad);

    ASSERT_FALSE(key) << bad;
    EXPECT_EQ(key.error().code, Errc::malformed);
  }
  EXPECT_EQ(ERR_peek_error(), 0U);
}

TEST(PrivateKey, RefusesAnotherKindOfKey) {
  // An Ed25519 key. Source: RFC 8410 section 10.3.
  const auto key = RsaPrivateKey::from_pem(
      "-----BEGIN PRIVATE KEY-----\n"
      "MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n"
      "-----END PRIVATE KEY-----\n");

  ASSERT_FALSE(key);
  EXPECT_EQ(key.error().code, Errc::unsupported);
}

TEST(PrivateKey, RefusesADigestThatDoesNotFit) {
  const auto crypto = make_crypto();
  const auto key = derived_key("small", 512);
  CostMeter cost;

  EXPECT_FALSE(key->sign(*crypto, HashAlgorithm::sha512, std::string(64, 'x'), cost));
  EXPECT_FALSE(key->sign(*crypto, HashAlgorithm::sha1, "short", cost));
  EXPECT_EQ(ERR_peek_error(), 0U);
}

TEST(PrivateKey, ReadsTheKeysOfTheVectors) {
  const std::filesystem::path folder = MASS_SHARED_DIR "/vectors/domainkeys/keys";
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << "no shared vectors at " << folder;
  const auto crypto = make_crypto();
  for (const auto& file : std::filesystem::directory_iterator(folder)) {
    std::ifstream stream(file.path());
    const std::string pem{std::istreambuf_iterator<char>(stream), {}};

    const auto key = RsaPrivateKey::from_pem(pem);

    ASSERT_TRUE(key) << file.path() << key.error().what;
    CostMeter cost;
    const auto open_key = public_of(**key);
    EXPECT_EQ(
        to_hex(
            open_key->recover(*crypto, HashAlgorithm::sha1, sign_abc(*crypto, **key), cost).digest),
        kSha1OfAbc);
  }
}

TEST(PublicKeyCache, SharesOneKeyPerDer) {
  PublicKeyCache cache;
  const std::string der = derived_key("cached", 512)->public_der();
  const std::string other = derived_key("other", 512)->public_der();

  const auto first = cache.rsa(der);
  const auto second = cache.rsa(der);

  ASSERT_TRUE(first);
  EXPECT_EQ(*first, *second);
  EXPECT_NE(*first, cache.rsa(other).value());
}

TEST(PublicKeyCache, RemembersFailures) {
  PublicKeyCache cache;

  EXPECT_EQ(cache.rsa("nonsense").error().code, Errc::malformed);
  EXPECT_EQ(cache.rsa("nonsense").error().code, Errc::malformed);
  EXPECT_FALSE(cache.rsa(""));
  EXPECT_FALSE(cache.rsa(std::string(100'000, '\x30')));
}

TEST(PublicKeyCache, StartsOverWhenFull) {
  PublicKeyCache cache(2);
  const std::string der = derived_key("cached", 512)->public_der();

  const auto first = cache.rsa(der).value();
  for (const char* other : {"a", "b", "c"}) EXPECT_FALSE(cache.rsa(other));
  const auto again = cache.rsa(der).value();

  EXPECT_NE(first, again) << "the cache forgot it";
  EXPECT_EQ(first->bits(), again->bits()) << "who holds a key keeps it";
}

TEST(PublicKeyCache, ServesManyThreads) {
  const auto crypto = make_crypto();
  const auto key = derived_key("threads", 512);
  const std::string der = key->public_der();
  PublicKeyCache cache(4);
  std::vector<int> sound(4);

  std::vector<std::jthread> threads;
  for (int& count : sound) {
    threads.emplace_back([&] {
      CostMeter cost;
      for (int i = 0; i < 50; ++i) {
        (void)cache.rsa("nonsense " + std::to_string(i));
        const std::string signature = sign_abc(*crypto, *key);
        const auto open_key = cache.rsa(der).value();
        count += open_key->recover(*crypto, HashAlgorithm::sha1, signature, cost).padding_sound;
      }
    });
  }
  threads.clear();

  EXPECT_EQ(sound, std::vector<int>(4, 50));
}

}  // namespace
}  // namespace mass
