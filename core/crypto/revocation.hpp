#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.hpp"
#include "core/crypto/certificate.hpp"

namespace mass {

/// `Certificate::subject_id` of the issuer of a revocation list in DER. Errc::malformed if it is
/// not exactly one list.
[[nodiscard]] Result<std::string> crl_issuer_id(std::string_view der);

/// What a file of trust anchors holds.
struct TrustPem {
  Certificates certificates;
  std::vector<std::string> crls;  ///< DER.
};

/// All certificates and revocation lists of a PEM text, in order. Errc::malformed if there is
/// neither, or a certificate is damaged.
[[nodiscard]] Result<TrustPem> read_trust_pem(std::string_view pem);

}  // namespace mass
