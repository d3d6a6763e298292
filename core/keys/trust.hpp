#pragma once

#include <filesystem>
#include <map>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.hpp"
#include "core/crypto/certificate.hpp"
#include "core/keys/directory.hpp"

namespace mass {

/// Trust anchors and revocation lists a receiver holds. Thread-safe.
class TrustStore final : public KeyDirectory {
 public:
  void add_anchor(std::shared_ptr<const Certificate> anchor);

  /// A revocation list as DER. Errc::malformed if it is not one.
  [[nodiscard]] Result<void> add_crl(std::string_view der);

  /// All certificates (as anchors) and revocation lists of a PEM text. Errors name `source`; a text
  /// with neither is one.
  [[nodiscard]] Result<void> add_pem(std::string_view pem, std::string_view source);

 private:
  [[nodiscard]] KeyAnswer answer(const KeyQuery& query, Time now) const override;

  mutable std::shared_mutex mutex_;
  std::map<std::string, std::vector<std::string>, std::less<>> anchors_;  ///< DER by subject id.
  std::map<std::string, std::vector<std::string>, std::less<>> crls_;     ///< DER by issuer id.
};

/// Validates the path from `leaf` to a trust anchor, asking `directory` for the anchors and the
/// revocation lists of every issuer named by the leaf and the intermediates (at most 8 of them).
/// `further_anchors` are trusted besides, as when a domain vouches for a CA itself.
[[nodiscard]] PathResult validate_path(const Certificate& leaf, const Certificates& intermediates,
                                       const Certificates& further_anchors,
                                       const KeyDirectory& directory, PublicKeyCache& cache,
                                       Time now, CostMeter& cost);

}  // namespace mass
