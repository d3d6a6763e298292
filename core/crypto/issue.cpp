#include <openssl/sha.h>

#include <array>

#include "core/crypto/certificate.hpp"
#include "core/crypto/der.hpp"
#include "core/crypto/oids.hpp"
#include "core/crypto/openssl.hpp"

// Certificates and revocation lists are written here octet by octet: OpenSSL's own way sets
// defaults that differ between its versions, and what a test issues must be the same anywhere.
namespace mass {

namespace {

constexpr std::string_view kCommonName = "2.5.4.3";
constexpr std::string_view kSubjectKeyId = "2.5.29.14";
constexpr std::string_view kKeyUsage = "2.5.29.15";
constexpr std::string_view kAlternativeName = "2.5.29.17";
constexpr std::string_view kBasicConstraints = "2.5.29.19";
constexpr std::string_view kCrlNumber = "2.5.29.20";
constexpr std::string_view kAuthorityKeyId = "2.5.29.35";
constexpr std::string_view kExtendedKeyUsage = "2.5.29.37";
constexpr std::string_view kEmailProtection = "1.3.6.1.5.5.7.3.4";
constexpr std::size_t kMostNameOctets = 8 * 1024;

std::string name_of_common(std::string_view common_name) {
  const std::string pair =
      der::sequence({oid_element(kCommonName), der::element(der::kUtf8String, common_name)});
  return der::sequence({der::element(der::kSet, pair)});
}

std::string extension(std::string_view oid, bool is_critical, std::string_view value) {
  const std::string critical = is_critical ? der::element(der::kBoolean, "\xFF") : std::string();
  return der::sequence({oid_element(oid), critical, der::element(der::kOctetString, value)});
}

// A BIT STRING of a few named bits, without the zero bits at its end.
std::string named_bits(unsigned char bits, char unused) {
  return der::element(der::kBitString, std::string{unused, static_cast<char>(bits)});
}

// SHA-1 of the key itself. Source: RFC 5280 section 4.2.1.2, method 1.
Result<std::string> key_identifier(std::string_view key_info) {
  der::Reader outer(key_info);
  const auto parts = outer.take(der::kSequence);
  der::Reader inner(parts.value_or(""));
  const bool has_algorithm = inner.take(der::kSequence).has_value();
  const auto bits = inner.take(der::kBitString);
  if (!outer.at_end() || !has_algorithm || !bits || bits->empty()) {
    return fail(Errc::malformed, "issue certificate: the subject's key is no public key");
  }
  const std::string_view key = bits->substr(1);
  std::string digest(SHA_DIGEST_LENGTH, '\0');
  SHA1(octets_of(key), key.size(), octets_of(digest));
  return digest;
}

std::string alternative_names(const CertificateRequest& request) {
  std::string names;
  for (const std::string& email : request.emails) names += der::element(der::plain(1), email);
  for (const std::string& dns : request.dns_names) names += der::element(der::plain(2), dns);
  return names.empty() ? names
                       : extension(kAlternativeName, false, der::element(der::kSequence, names));
}

// As in the entity-smime sheet, section 4.3.
std::string extensions_of(const CertificateRequest& request, std::string_view key_id,
                          const Certificate* issuer) {
  std::string all;
  const std::string is_authority =
      request.is_authority ? der::element(der::kBoolean, "\xFF") : std::string();
  all += extension(kBasicConstraints, true, der::sequence({is_authority}));
  all +=
      extension(kKeyUsage, true, request.is_authority ? named_bits(0x06, 1) : named_bits(0x80, 7));
  if (!request.is_authority) {
    all += extension(kExtendedKeyUsage, false, der::sequence({oid_element(kEmailProtection)}));
  }
  all += extension(kSubjectKeyId, false, der::element(der::kOctetString, key_id));
  if (issuer != nullptr && !issuer->handle().key_id.empty()) {
    all += extension(kAuthorityKeyId, false,
                     der::sequence({der::element(der::plain(0), issuer->handle().key_id)}));
  }
  return der::element(der::inside(3),
                      der::element(der::kSequence, all + alternative_names(request)));
}

Result<std::string> with_signature(const Crypto& crypto, const std::string& body,
                                   const RsaPrivateKey& key, HashAlgorithm algorithm) {
  CostMeter unpaid;  // The operation of an authority is no part of a scheme's cost.
  const std::string digest = crypto.digest(algorithm, body, unpaid);
  const auto value = key.sign(crypto, algorithm, digest, unpaid);
  if (!value) return std::unexpected(value.error());
  return der::sequence(
      {body, algorithm_identifier(oids_of(algorithm).with_rsa), der::bit_string(*value)});
}

std::size_t octets_of_names(const CertificateRequest& request) {
  std::size_t octets = request.common_name.size();
  for (const std::string& email : request.emails) octets += email.size();
  for (const std::string& dns : request.dns_names) octets += dns.size();
  return octets;
}

}  // namespace

Result<std::shared_ptr<const Certificate>> issue_certificate(
    const Crypto& crypto, const CertificateRequest& request, std::string_view subject_key,
    const Certificate* issuer, const RsaPrivateKey& issuer_key, HashAlgorithm algorithm) {
  if (octets_of_names(request) > kMostNameOctets) {
    return fail(Errc::limit, "issue certificate: names over 8 KiB");
  }
  const auto key_id = key_identifier(subject_key);
  if (!key_id) return std::unexpected(key_id.error());
  const std::string subject = name_of_common(request.common_name);
  const std::string body =
      der::sequence({der::element(der::inside(0), der::integer(2)), der::integer(request.serial),
                     algorithm_identifier(oids_of(algorithm).with_rsa),
                     issuer != nullptr ? issuer->handle().subject_der : subject,
                     der::sequence({der::time(request.not_before), der::time(request.not_after)}),
                     subject, subject_key, extensions_of(request, *key_id, issuer)});
  const auto whole = with_signature(crypto, body, issuer_key, algorithm);
  if (!whole) return std::unexpected(whole.error());
  return Certificate::from_der(*whole);
}

Result<std::string> issue_crl(const Crypto& crypto, const Certificate& issuer,
                              const RsaPrivateKey& issuer_key,
                              const std::vector<std::uint64_t>& revoked, Time now, Time next_update,
                              HashAlgorithm algorithm) {
  std::string entries;
  for (const std::uint64_t serial : revoked) {
    entries += der::sequence({der::integer(serial), der::time(now)});
  }
  if (!entries.empty()) entries = der::element(der::kSequence, entries);
  std::string extensions;
  if (!issuer.handle().key_id.empty()) {
    extensions = extension(kAuthorityKeyId, false,
                           der::sequence({der::element(der::plain(0), issuer.handle().key_id)}));
  }
  extensions += extension(kCrlNumber, false, der::integer(1));
  const std::string body =
      der::sequence({der::integer(1), algorithm_identifier(oids_of(algorithm).with_rsa),
                     issuer.handle().subject_der, der::time(now), der::time(next_update), entries,
                     der::element(der::inside(0), der::element(der::kSequence, extensions))});
  return with_signature(crypto, body, issuer_key, algorithm);
}

}  // namespace mass
