#pragma once

#include "core/scheme/scheme.hpp"
#include "schemes/mta-signatures/settings.hpp"

namespace mass::mta_signatures {

/// Signs for the domain of the first address in From, or for the domain that the settings name.
/// Declines: `no_from`, `from_unusable`, `domain_mismatch` (the operator is not of that domain),
/// `no_key`, `over_limits`, `mime_unusable`. Source: MTA Signatures sheet section 3.
[[nodiscard]] Result<Signed> sign_at_origin(Transit transit, const Settings& settings,
                                            const Context& context);

/// Signs as a further MTA on the way, for its own domain: a list or a relay. Older signatures and
/// their tracking fields stay. Declines as above, and with `not_a_signer` for another role or
/// `no_domain`. Source: MTA Signatures sheet section 3.1, step 6, and section 6.
[[nodiscard]] Result<Signed> sign_on_the_way(Transit transit, const Settings& settings,
                                             const Context& context);

/// The certificate of the signer, at every URL under `domain` that the services name. Nothing for a
/// domain that cannot be in the DNS.
[[nodiscard]] Result<Publication> published_certificates(std::string_view domain,
                                                         const Settings& settings,
                                                         const Context& context);

}  // namespace mass::mta_signatures
