#include "core/crypto/cms.hpp"
#include "core/crypto/oids.hpp"
#include "core/crypto/openssl.hpp"

namespace mass {

namespace {

constexpr std::size_t kMostFurtherAttributes = 32;

std::string attribute(std::string_view oid_in_der, std::string_view value) {
  return der::sequence({oid_in_der, der::element(der::kSet, value)});
}

Result<std::vector<std::string>> signed_attributes(const CmsSigning& signing,
                                                   std::string_view content_digest) {
  if (signing.attributes.size() > kMostFurtherAttributes) {
    return fail(Errc::limit, "sign CMS: over 32 further attributes");
  }
  std::vector<std::string> all{
      attribute(oid_element(kContentTypeOid), oid_element(kDataOid)),
      attribute(oid_element(kSigningTimeOid), der::time(signing.signing_time)),
      attribute(oid_element(kMessageDigestOid), der::element(der::kOctetString, content_digest))};
  for (const CmsAttribute& further : signing.attributes) {
    const auto oid = der::object_identifier(further.oid);
    if (!oid) return fail_in("sign CMS", oid.error());
    all.push_back(attribute(*oid, further.value));
  }
  return all;
}

// issuerAndSerialNumber, or [0] with the subjectKeyIdentifier.
Result<std::string> signer_identifier(const CmsSigning& signing) {
  const Certificate::Handle& certificate = signing.certificate.handle();
  if (!signing.by_key_identifier) {
    return der::sequence({certificate.issuer_der, certificate.serial_der});
  }
  if (certificate.key_id.empty()) {
    return fail(Errc::missing, "sign CMS: the certificate has no subjectKeyIdentifier");
  }
  return der::element(der::plain(0), certificate.key_id);
}

std::string embedded(const CmsSigning& signing) {
  std::vector<std::string> certificates;
  if (signing.embed_certificate) certificates.push_back(signing.certificate.der());
  for (const auto& certificate : signing.chain) certificates.push_back(certificate->der());
  if (certificates.empty()) return {};
  std::string set = der::set_of(std::move(certificates));
  set.front() = static_cast<char>(der::inside(0));
  return set;
}

}  // namespace

Result<std::string> cms_sign(const Crypto& crypto, const CmsSigning& signing,
                             std::string_view content_digest, CostMeter& cost) {
  const auto identifier = signer_identifier(signing);
  if (!identifier) return std::unexpected(identifier.error());
  auto members = signed_attributes(signing, content_digest);
  if (!members) return std::unexpected(members.error());
  std::string attributes = der::set_of(*std::move(members));
  const auto value = signing.key.sign(crypto, signing.algorithm,
                                      crypto.digest(signing.algorithm, attributes, cost), cost);
  if (!value) return fail_in("sign CMS", value.error());

  // Hashed as SET OF, sent as [0]. Source: RFC 5652 section 5.4.
  attributes.front() = static_cast<char>(der::inside(0));
  const std::string version = der::integer(signing.by_key_identifier ? 3 : 1);
  const std::string hash = algorithm_identifier(oids_of(signing.algorithm).digest);
  const std::string signer = der::sequence({version, *identifier, hash, attributes,
                                            algorithm_identifier(kRsaEncryptionOid),
                                            der::element(der::kOctetString, *value)});
  const std::string signed_data =
      der::sequence({version, der::element(der::kSet, hash), der::sequence({oid_element(kDataOid)}),
                     embedded(signing), der::element(der::kSet, signer)});
  return der::sequence({oid_element(kSignedDataOid), der::element(der::inside(0), signed_data)});
}

}  // namespace mass
