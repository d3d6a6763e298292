#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "core/crypto/crypto.hpp"
#include "core/crypto/der.hpp"

/// Object identifiers of algorithms. Private to core/crypto. Source: RFC 3370, RFC 5754.
namespace mass {

inline constexpr std::string_view kRsaEncryptionOid = "1.2.840.113549.1.1.1";
inline constexpr std::string_view kDataOid = "1.2.840.113549.1.7.1";
inline constexpr std::string_view kSignedDataOid = "1.2.840.113549.1.7.2";
inline constexpr std::string_view kContentTypeOid = "1.2.840.113549.1.9.3";
inline constexpr std::string_view kMessageDigestOid = "1.2.840.113549.1.9.4";
inline constexpr std::string_view kSigningTimeOid = "1.2.840.113549.1.9.5";

struct HashOids {
  HashAlgorithm algorithm;
  std::string_view digest;    ///< Of the hash itself.
  std::string_view with_rsa;  ///< Of RSA PKCS#1 v1.5 over it.
};

inline constexpr std::array<HashOids, 6> kHashOids{{
    {HashAlgorithm::sha1, "1.3.14.3.2.26", "1.2.840.113549.1.1.5"},
    {HashAlgorithm::sha256, "2.16.840.1.101.3.4.2.1", "1.2.840.113549.1.1.11"},
    {HashAlgorithm::sha512, "2.16.840.1.101.3.4.2.3", "1.2.840.113549.1.1.13"},
    {HashAlgorithm::md5, "1.2.840.113549.2.5", "1.2.840.113549.1.1.4"},
    {HashAlgorithm::sha224, "2.16.840.1.101.3.4.2.4", "1.2.840.113549.1.1.14"},
    {HashAlgorithm::sha384, "2.16.840.1.101.3.4.2.2", "1.2.840.113549.1.1.12"},
}};

[[nodiscard]] constexpr const HashOids& oids_of(HashAlgorithm algorithm) noexcept {
  for (const HashOids& oids : kHashOids) {
    if (oids.algorithm == algorithm) return oids;
  }
  return kHashOids.front();
}

[[nodiscard]] constexpr std::optional<HashAlgorithm> digest_named(std::string_view oid) noexcept {
  for (const HashOids& oids : kHashOids) {
    if (oids.digest == oid) return oids.algorithm;
  }
  return std::nullopt;
}

/// Whether a SignerInfo with this signature algorithm is RSA PKCS#1 v1.5. Some writers name the
/// hash again; which one is taken from digestAlgorithm, as OpenSSL does.
[[nodiscard]] constexpr bool is_rsa_signature(std::string_view oid) noexcept {
  if (oid == kRsaEncryptionOid) return true;
  for (const HashOids& oids : kHashOids) {
    if (oids.with_rsa == oid) return true;
  }
  return false;
}

/// The element of an identifier that is a constant here and so is well-formed.
[[nodiscard]] inline std::string oid_element(std::string_view dotted) {
  return der::object_identifier(dotted).value();
}

/// AlgorithmIdentifier with NULL parameters, as RSA and its hashes have had since PKCS#1.
[[nodiscard]] inline std::string algorithm_identifier(std::string_view oid) {
  return der::sequence({oid_element(oid), der::element(der::kNull, "")});
}

}  // namespace mass
