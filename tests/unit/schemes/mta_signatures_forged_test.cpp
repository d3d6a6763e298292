#include <gtest/gtest.h>

#include "core/crypto/cms.hpp"
#include "core/crypto/der.hpp"
#include "core/message/codec.hpp"
#include "schemes/mta-signatures/attributes.hpp"
#include "schemes/mta-signatures/compose.hpp"
#include "schemes/mta-signatures/postal_data.hpp"
#include "tests/unit/schemes/mta_signatures_bench.hpp"

namespace mass {
namespace {

using test::kMtaPlain;
using test::swapped;

/// Signatures that no signer of ours makes.
class MtaForging : public test::MtaBench {
 protected:
  struct Change {
    HashAlgorithm algorithm = HashAlgorithm::sha1;
    bool embeds_certificate = true;
    bool has_claims = true;
    std::string msgid = "F1";
    std::string (*der)(std::string) = [](std::string text) { return text; };
  };

  std::string forged(const Change& change) {
    RandomSource random(1, {"forged"});
    const auto prepared = mta_signatures::prepare(transit(kMtaPlain).message, random);
    EXPECT_TRUE(prepared.has_value());
    mta_signatures::Claims claims;
    claims.msgid = change.msgid;
    claims.fields = mta_signatures::copy_fields(prepared->message);
    claims.leaves = mta_signatures::hash_leaves(prepared->message, prepared->container, context());
    claims.domain = "example.com";
    claims.services = {"http:download:der_certs mass.cer"};
    const auto key = keys.certified("example.com", {"example.com", {}, {"example.com"}});
    const std::string digest = mta_signatures::hash_content(
        {prepared->message, prepared->container, 1, change.algorithm, 1}, context(), nullptr);
    auto der = cms_sign(context().crypto,
                        {.algorithm = change.algorithm,
                         .key = *key->key,
                         .certificate = *key->certificate,
                         .chain = {},
                         .signing_time = bench.now,
                         .attributes = change.has_claims ? mta_signatures::write_claims(claims)
                                                         : std::vector<CmsAttribute>(),
                         .embed_certificate = change.embeds_certificate},
                        digest, bench.cost);
    EXPECT_TRUE(der.has_value()) << der.error().what;
    const std::string entity = mta_signatures::write_postal_data(
        {"F1", "in", "sha1", claims.services, change.der(*std::move(der))});
    return mta_signatures::attach(*prepared, entity, "F1").to_string();
  }
};

TEST_F(MtaForging, IsFoundOutByStructure) {
  EXPECT_EQ(judged(forged({})), "pass");
  EXPECT_EQ(judged(forged({.algorithm = HashAlgorithm::sha256})), "pass");
  EXPECT_EQ(judged(forged({.algorithm = HashAlgorithm::sha512})), "permerror algorithm");
  EXPECT_EQ(judged(forged({.algorithm = HashAlgorithm::md5})), "permerror algorithm");
  EXPECT_EQ(judged(forged({.embeds_certificate = false})), "permerror certificate");
  EXPECT_EQ(judged(forged({.has_claims = false})), "permerror attribute");
  EXPECT_EQ(judged(forged({.msgid = "F2"})), "permerror msgid");
  EXPECT_EQ(judged(forged({.der = [](std::string) { return std::string(); }})), "permerror cms");
  EXPECT_EQ(judged(forged({.der = [](std::string der) { return der + "x"; }})), "permerror cms");
  EXPECT_EQ(judged(forged({.der = [](std::string) { return std::string(100'000, '\x30'); }})),
            "permerror cms");
}

TEST_F(MtaForging, IsFoundOutByTheSignature) {
  const std::string text = forged({.der = [](std::string der) {
    der.back() = static_cast<char>(der.back() ^ 1);  // the last octet of the RSA value
    return der;
  }});

  EXPECT_EQ(judged(text), "fail signature");
  EXPECT_EQ(verify(text).cause, Cause::crypto_bad);
}

// The SignerInfos are the last SET of a SignedData.
std::string with_signers(std::string_view der, std::size_t count) {
  der::Reader outer(der::Reader(der).take(der::kSequence).value_or(""));
  const auto type = outer.take_any();
  der::Reader content(outer.take(der::inside(0)).value_or(""));
  der::Reader parts(content.take(der::kSequence).value_or(""));
  std::string kept;
  std::optional<der::Element> last;
  while (!parts.at_end()) {
    if (last) kept += last->whole;
    last = parts.take_any();
  }
  std::string signers;
  for (std::size_t i = 0; i < count; ++i) signers += last->content;
  kept += der::element(der::kSet, signers);
  return der::element(
      der::kSequence,
      std::string(type->whole) + der::element(der::inside(0), der::element(der::kSequence, kept)));
}

TEST_F(MtaForging, NeedsExactlyOneSigner) {
  EXPECT_EQ(judged(forged({.der = [](std::string der) { return with_signers(der, 1); }})), "pass");
  EXPECT_EQ(judged(forged({.der = [](std::string der) { return with_signers(der, 0); }})),
            "permerror structure");
  EXPECT_EQ(judged(forged({.der = [](std::string der) { return with_signers(der, 2); }})),
            "permerror structure");
}

// Some octets of the structure say nothing, such as versions; whatever passes must be the same
// signature over the same attributes by the same certificate.
TEST_F(MtaForging, DoesNotPassWhenAnOctetIsAltered) {
  const std::string text = forged({});
  const Message message = Message::parse(text);
  const auto container = mta_signatures::read_container(message);
  const std::string der =
      mta_signatures::read_postal_data(message, container, container.children.back())->der;
  const std::string encoded = base64_lines(der, 64);
  const auto sound = CmsSignedData::parse(der, bench.public_keys).value();
  std::size_t passed = 0;
  for (std::size_t i = 0; i < der.size(); i += 3) {
    std::string altered = der;
    altered[i] = static_cast<char>(altered[i] ^ 0x11);
    const Verdict verdict = verify(swapped(text, encoded, base64_lines(altered, 64)));
    if (verdict.outcome != Outcome::pass) continue;
    ++passed;
    const auto cms = CmsSignedData::parse(altered, bench.public_keys).value();
    const auto& signer = cms->signers().front();
    EXPECT_EQ(signer.signed_attributes, sound->signers().front().signed_attributes) << i;
    EXPECT_EQ(signer.signature, sound->signers().front().signature) << i;
    EXPECT_EQ(cms->certificates().front()->der(), sound->certificates().front()->der()) << i;
  }
  EXPECT_LT(passed, 30U);
}

}  // namespace
}  // namespace mass
