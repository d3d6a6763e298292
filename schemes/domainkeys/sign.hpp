#pragma once

#include "core/scheme/scheme.hpp"
#include "schemes/domainkeys/settings.hpp"

namespace mass::domainkeys {

/// Signs for the sending address. Declines with `no_from`, `several_from`, `from_unusable`,
/// `several_sender`, `sender_unusable`, `already_signed`, `domain_mismatch` (the operator may not
/// sign for the sending domain), `no_key` or `over_limits`.
/// Source: RFC 4870 section 3.5, DomainKeys sheet section 8.
[[nodiscard]] Result<Signed> sign(Transit transit, const Settings& settings,
                                  const Context& context);

/// What a mailing list does that takes part: it makes sure that Sender names the list, then signs
/// for its own domain. Declines with `not_a_mediator` or `no_list_address`, or as sign() does.
/// Source: RFC 4870 section 3.5.1, DomainKeys sheet section 10.
[[nodiscard]] Result<Signed> sign_as_list(Transit transit, const Settings& settings,
                                          const Context& context);

/// The key record a domain publishes, and the policy record if the settings ask for one. A name
/// that cannot be in the DNS gets none.
[[nodiscard]] Result<Publication> published_records(std::string_view domain,
                                                    const Settings& settings,
                                                    const Context& context);

}  // namespace mass::domainkeys
