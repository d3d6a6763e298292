#pragma once

#include "core/scheme/scheme.hpp"
#include "schemes/postmarks/settings.hpp"

namespace mass::postmarks {

/// Stamps as `settings.role` says: as the outgoing server of the author's domain, unless another
/// role is set. Declines an origin stamp with `no_from`, `several_from`, `from_unusable`,
/// `already_stamped` or `domain_mismatch` (the operator may not sign for the domain of From), any
/// with `no_key` or `over_limits`, and other roles as stamp_again() does.
/// Source: sections 3 and 4.
[[nodiscard]] Result<Signed> stamp(Transit transit, const Settings& settings,
                                   const Context& context);

/// Lengthens the chain by what an intermediary did, by `context.role`. Declines with
/// `not_an_intermediary`, `no_domain`, `no_chain` (only the outgoing server of the author's domain,
/// which knows who submitted, may begin one), `chain_broken`, `chain_too_long`, `no_key` or
/// `over_limits`. Source: section 4.
[[nodiscard]] Result<Signed> stamp_again(Transit transit, const Settings& settings,
                                         const Context& context);

/// The key record of a domain. A name that cannot be in the DNS gets none. Source: section 3.5.
[[nodiscard]] Result<Publication> published_records(std::string_view domain,
                                                    const Settings& settings,
                                                    const Context& context);

}  // namespace mass::postmarks
