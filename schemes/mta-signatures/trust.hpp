#pragma once

#include <optional>
#include <string>

#include "core/crypto/certificate.hpp"
#include "core/scheme/scheme.hpp"
#include "schemes/mta-signatures/attributes.hpp"
#include "schemes/mta-signatures/states.hpp"

namespace mass::mta_signatures {

/// Why a verifier trusts the certificate, or why not.
struct Trust {
  std::string method;        ///< `http` or `pkix`; empty unless trusted.
  std::optional<Flaw> flaw;  ///< Set unless trusted; its state is untrusted or temperror.
};

/// Whether the certificate is of the signer domain, and whether one of the services vouches for it.
/// They are tried in order; the first success wins, else the last one tried decides. Reserved ones
/// are not tried. At most 8 are, since each may cost a download.
/// Source: MTA Signatures sheet section 4, step 3, and section 3.5.
[[nodiscard]] Trust find_trust(const Certificate& certificate, const Certificates& embedded,
                               const Claims& claims, const Context& context);

}  // namespace mass::mta_signatures
