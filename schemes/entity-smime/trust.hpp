#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/crypto/cms.hpp"
#include "schemes/entity-smime/kind.hpp"
#include "schemes/entity-smime/policy.hpp"

namespace mass::entity_smime {

/// On what trust in a certificate rests, or why there is none.
struct Trust {
  enum class State : std::uint8_t { trusted, untrusted, expired, revoked, temperror };
  State state = State::untrusted;
  std::string_view by;  ///< `pkix`, `dns-ee`, `dns-key`, `dns-ca` if trusted.
  std::string reason;   ///< For people; empty if trusted.
};

/// Source: sheet section 5.6. `embedded` are the certificates of the message.
[[nodiscard]] Trust find_trust(const Certificate& certificate, const Certificates& embedded,
                               std::string_view signer_domain, PolicySource& policies,
                               const Settings& settings, const Context& context);

/// A certificate found by what a domain lists.
struct Located {
  std::shared_ptr<const Certificate> certificate;  ///< Null: none.
  bool is_in_doubt = false;  ///< Null because the DNS or a web server gave no answer.
};

/// The certificate of a signer that the message does not carry. Source: sheet section 5.3.
[[nodiscard]] Located locate_signer(const CmsSignedData& cms, std::size_t signer,
                                    const PolicyRecords* listed, const Context& context);

}  // namespace mass::entity_smime
