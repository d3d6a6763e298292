#include "core/crypto/cms.hpp"

#include <gtest/gtest.h>
#include <openssl/cms.h>
#include <openssl/pem.h>

#include <nlohmann/json.hpp>

#include "core/message/codec.hpp"
#include "tests/unit/crypto/authority.hpp"

namespace mass {
namespace {

constexpr std::string_view kContent = "Content-Type: text/plain\r\n\r\nHello\r\n";
constexpr std::string_view kSignatureType = "1.2.840.113549.1.9.16.2.28";

class CmsTest : public testing::Test {
 protected:
  [[nodiscard]] std::string digest(HashAlgorithm algorithm = HashAlgorithm::sha1) {
    return authority_.crypto->digest(algorithm, kContent, cost_);
  }
  [[nodiscard]] CmsSigning signing() const {
    return {.key = *authority_.key,
            .certificate = *authority_.leaf,
            .chain = authority_.chain,
            .signing_time = kNow};
  }
  [[nodiscard]] std::string sign(const CmsSigning& signing) {
    return cms_sign(*authority_.crypto, signing, digest(signing.algorithm), cost_).value();
  }
  [[nodiscard]] std::shared_ptr<const CmsSignedData> read(std::string_view der) {
    return CmsSignedData::parse(der, cache_).value();
  }
  // What OpenSSL itself says of a detached signature over the content.
  [[nodiscard]] static bool openssl_accepts(const std::string& der, const Certificate& root) {
    const auto* at = reinterpret_cast<const unsigned char*>(der.data());
    CMS_ContentInfo* cms = d2i_CMS_ContentInfo(nullptr, &at, static_cast<long>(der.size()));
    const auto* root_at = reinterpret_cast<const unsigned char*>(root.der().data());
    X509* anchor = d2i_X509(nullptr, &root_at, static_cast<long>(root.der().size()));
    X509_STORE* store = X509_STORE_new();
    X509_STORE_add_cert(store, anchor);
    X509_VERIFY_PARAM_set_time(X509_STORE_get0_param(store), to_unix(kNow));
    X509_STORE_set_purpose(store, X509_PURPOSE_SMIME_SIGN);
    BIO* content = BIO_new_mem_buf(kContent.data(), static_cast<int>(kContent.size()));
    const bool holds =
        cms != nullptr && CMS_verify(cms, nullptr, store, content, nullptr, CMS_BINARY) == 1;
    BIO_free(content);
    X509_STORE_free(store);
    X509_free(anchor);
    CMS_ContentInfo_free(cms);
    ERR_clear_error();
    return holds;
  }

  Authority authority_;
  PublicKeyCache cache_;
  CostMeter cost_;
};

TEST_F(CmsTest, ReadsWhatItWrote) {
  CmsSigning what = signing();
  what.attributes = {{std::string(kSignatureType), std::string("\x0c\x01x")}};

  const auto cms = read(sign(what));

  ASSERT_EQ(cms->signers().size(), 1U);
  const auto& signer = cms->signers().front();
  EXPECT_EQ(signer.version, 1);
  EXPECT_EQ(signer.algorithm, HashAlgorithm::sha1);
  EXPECT_TRUE(signer.has_signed_attributes);
  EXPECT_EQ(signer.content_type, "1.2.840.113549.1.7.1");
  EXPECT_EQ(signer.message_digest, digest());
  EXPECT_EQ(signer.signing_time, kNow);
  ASSERT_NE(signer.attribute(kSignatureType), nullptr);
  EXPECT_EQ(*signer.attribute(kSignatureType), "\x0c\x01x");
  EXPECT_EQ(cms->certificates().size(), 2U);
  EXPECT_FALSE(cms->has_content());
  EXPECT_TRUE(cms->names(0, *authority_.leaf));
  EXPECT_FALSE(cms->names(0, *authority_.middle));
}

TEST_F(CmsTest, CountsWhatSigningAndVerifyingCost) {
  const std::string content_digest = digest();
  CostMeter signing_cost;
  CostMeter verifying_cost;

  const auto der = cms_sign(*authority_.crypto, signing(), content_digest, signing_cost);
  ASSERT_TRUE(der);
  EXPECT_TRUE(read(*der)->signature_holds(*authority_.crypto, 0, *authority_.leaf, content_digest,
                                          verifying_cost));

  EXPECT_EQ(signing_cost.private_operations, 1U);
  EXPECT_EQ(signing_cost.hash_operations, 1U) << "the attributes";
  EXPECT_EQ(verifying_cost.public_operations, 1U);
  EXPECT_EQ(verifying_cost.hash_operations, 1U);
}

TEST_F(CmsTest, AgreesWithOpensslForEveryHash) {
  for (const HashAlgorithm algorithm :
       {HashAlgorithm::md5, HashAlgorithm::sha1, HashAlgorithm::sha224, HashAlgorithm::sha256,
        HashAlgorithm::sha384, HashAlgorithm::sha512}) {
    for (const bool by_key : {false, true}) {
      CmsSigning what = signing();
      what.algorithm = algorithm;
      what.by_key_identifier = by_key;

      const std::string der = sign(what);

      EXPECT_TRUE(openssl_accepts(der, *authority_.root)) << name_of(algorithm);
      const auto cms = read(der);
      EXPECT_EQ(cms->signers().front().version, by_key ? 3 : 1);
      EXPECT_TRUE(cms->names(0, *authority_.leaf));
      EXPECT_TRUE(
          cms->signature_holds(*authority_.crypto, 0, *authority_.leaf, digest(algorithm), cost_));
      EXPECT_FALSE(
          cms->signature_holds(*authority_.crypto, 0, *authority_.root, digest(algorithm), cost_));
    }
  }
}

TEST_F(CmsTest, TakesSignaturesOfOpensslWithAndWithoutAttributes) {
  const auto* at = reinterpret_cast<const unsigned char*>(authority_.leaf->der().data());
  X509* leaf = d2i_X509(nullptr, &at, static_cast<long>(authority_.leaf->der().size()));
  const std::string pem = authority_.key->to_pem();
  BIO* key_text = BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()));
  EVP_PKEY* key = PEM_read_bio_PrivateKey(key_text, nullptr, nullptr, nullptr);
  for (const unsigned flags : {0U, unsigned{CMS_NOATTR}, unsigned{CMS_STREAM}}) {
    BIO* content = BIO_new_mem_buf(kContent.data(), static_cast<int>(kContent.size()));
    CMS_ContentInfo* cms = CMS_sign(leaf, key, nullptr, content, CMS_BINARY | CMS_DETACHED | flags);
    BIO* out = BIO_new(BIO_s_mem());
    ASSERT_EQ(i2d_CMS_bio_stream(out, cms, content, static_cast<int>(CMS_BINARY | flags)), 1);
    char* text = nullptr;
    const long length = BIO_get_mem_data(out, &text);
    const auto parsed = CmsSignedData::parse({text, static_cast<std::size_t>(length)}, cache_);
    ASSERT_TRUE(parsed) << parsed.error().what << flags;
    const auto algorithm = (*parsed)->signers().front().algorithm;
    ASSERT_TRUE(algorithm);
    EXPECT_EQ((*parsed)->signers().front().has_signed_attributes, flags != CMS_NOATTR);
    EXPECT_TRUE((*parsed)->signature_holds(*authority_.crypto, 0, *authority_.leaf,
                                           digest(*algorithm), cost_))
        << flags;
    BIO_free(out);
    BIO_free(content);
    CMS_ContentInfo_free(cms);
  }
  EVP_PKEY_free(key);
  BIO_free(key_text);
  X509_free(leaf);
  ERR_clear_error();
}

TEST_F(CmsTest, LeavesTheCertificateOutWhenAsked) {
  CmsSigning what = signing();
  what.embed_certificate = false;
  const Certificates none;
  const CmsSigning bare{.key = what.key,
                        .certificate = what.certificate,
                        .chain = none,
                        .signing_time = kNow,
                        .embed_certificate = false};

  EXPECT_TRUE(read(sign(bare))->certificates().empty());
  EXPECT_EQ(read(sign(what))->certificates().size(), 1U);
}

TEST_F(CmsTest, DoesNotHoldWhenAnOctetChanges) {
  const std::string der = sign(signing());
  const std::string good = digest();

  std::size_t holding = 0;
  for (std::size_t at = 0; at < der.size(); ++at) {
    std::string flipped = der;
    flipped[at] = static_cast<char>(flipped[at] ^ 0x21);
    const auto cms = CmsSignedData::parse(flipped, cache_);
    if (!cms || (*cms)->signers().empty()) continue;
    const auto& signer = (*cms)->signers().front();
    if (signer.message_digest == good &&
        (*cms)->signature_holds(*authority_.crypto, 0, *authority_.leaf, good, cost_)) {
      EXPECT_EQ(signer.signed_attributes, read(der)->signers().front().signed_attributes);
      ++holding;
    }
  }
  EXPECT_GT(holding, 0U) << "the certificates are not signed by the message";
  EXPECT_TRUE(openssl_is_quiet());
}

TEST_F(CmsTest, RefusesDamage) {
  const std::string der = sign(signing());

  for (std::size_t length = 0; length < der.size(); ++length) {
    EXPECT_FALSE(CmsSignedData::parse(std::string_view(der).substr(0, length), cache_)) << length;
  }
  EXPECT_FALSE(CmsSignedData::parse(der + '\0', cache_));
  const auto huge = CmsSignedData::parse(std::string(1024 * 1024 + 1, '0'), cache_);
  ASSERT_FALSE(huge);
  EXPECT_EQ(huge.error().code, Errc::limit);
  std::string nested;
  for (int i = 0; i < 400'000; ++i) nested += std::string("\x30\x80", 2);
  EXPECT_FALSE(CmsSignedData::parse(nested, cache_));
  EXPECT_TRUE(openssl_is_quiet());
}

TEST_F(CmsTest, RefusesAnAttributeWithoutAnIdentifier) {
  CmsSigning what = signing();
  what.attributes = {{"not an oid", "x"}};

  EXPECT_FALSE(cms_sign(*authority_.crypto, what, digest(), cost_));
}

// The attributes were made by hand, apart from this program and from OpenSSL.
TEST_F(CmsTest, MakesTheOctetsOfTheSharedVector) {
  if (!std::filesystem::exists(kShared)) GTEST_SKIP() << "needs the shared vectors";
  const auto cases = nlohmann::json::parse(read_whole(kShared / "cases.json"));
  const auto found = std::ranges::find_if(cases["cases"],
                                          [](const auto& one) { return one["id"] == "sign-es19"; });
  ASSERT_NE(found, cases["cases"].end());
  const auto& wanted = (*found)["expect"]["cms"];
  const auto key =
      RsaPrivateKey::from_pem(read_whole(kShared / "keys/example.com.key.pem")).value();
  const auto certificate =
      Certificate::from_pem(read_whole(kShared / "keys/example.com.cert.pem")).value().front();
  const CmsSigning what{
      .key = *key,
      .certificate = *certificate,
      .chain = {},
      .signing_time = from_unix(1091698200),
      .attributes = {{std::string(kSignatureType), octets_of("300d060b2a864886f70d0109100902")},
                     {"1.3.6.1.4.1.32473.60.2.1", octets_of("0c0d") + "opportunistic"}}};

  const auto der = cms_sign(*authority_.crypto, what,
                            octets_of("b75ad24063b1db0e1c4e66d33f6b6a3bd6f65725"), cost_);

  ASSERT_TRUE(der);
  const auto cms = read(*der);
  const auto& signer = cms->signers().front();
  EXPECT_EQ(signer.signed_attributes.size(), wanted["signed_attributes_length"].get<std::size_t>());
  EXPECT_EQ(
      to_hex(authority_.crypto->digest(HashAlgorithm::sha256, signer.signed_attributes, cost_)),
      wanted["signed_attributes_sha256"].get<std::string>());
  EXPECT_EQ(base64_encode(signer.signature), wanted["signature"].get<std::string>());
}

}  // namespace
}  // namespace mass
