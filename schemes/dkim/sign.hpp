#pragma once

#include "core/scheme/scheme.hpp"
#include "schemes/dkim/settings.hpp"

namespace mass::dkim {

/// Adds one signature per algorithm, the first one topmost. Declines with `no_from`,
/// `several_from`, `from_unusable`, `no_key`, `key_unsuitable` or `over_limits`.
/// Source: RFC 6376 section 5, DKIM sheet section 7.
[[nodiscard]] Result<Signed> sign(Transit transit, const Settings& settings,
                                  const Context& context);

/// What a mailing list does that takes part: it signs for its own domain, and removes signatures
/// that its changes broke if it is set to. Declines with `not_a_mediator` or `lists_do_not_sign`,
/// or as sign() does. Source: RFC 6377 section 5.
[[nodiscard]] Result<Signed> sign_for_list(Transit transit, const Settings& settings,
                                           const Context& context);

/// The key records a domain publishes: one per algorithm. A name that cannot be in the DNS gets
/// none.
[[nodiscard]] Result<Publication> published_records(std::string_view domain,
                                                    const Settings& settings,
                                                    const Context& context);

}  // namespace mass::dkim
