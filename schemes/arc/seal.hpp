#pragma once

#include "core/scheme/scheme.hpp"
#include "schemes/arc/settings.hpp"

namespace mass::arc {

/// Adds a set for the domain of the settings, of the operator or of the author; the chain is judged
/// as it stands in the message. Declines with `no_from` or `no_domain` if there is no such domain,
/// with `chain_failed` or `chain_too_long` if nobody may add to the chain, with `keys_unavailable`
/// if its status cannot be found out now, or with `no_key`, `key_unsuitable` or `over_limits`.
/// Source: RFC 8617 section 5.1, ARC sheet section 3.
[[nodiscard]] Result<Signed> seal_at_origin(Transit transit, const Settings& settings,
                                            const Context& context);

/// What a list or relay does that takes part: it adds a set for its own domain. What it received
/// decides about the status, what it forwards is signed. Declines with `not_an_intermediary` or
/// `no_domain`, with `already_sealed` if its own seal is the newest and holds, with `unchanged` if
/// it is set to leave alone what passes, or as seal_at_origin() does.
[[nodiscard]] Result<Signed> seal_on_the_way(Transit transit, const Settings& settings,
                                             const Context& context);

/// The key records that a sealer of `domain` publishes. A name that cannot be in the DNS gets none.
[[nodiscard]] Result<Publication> published_records(std::string_view domain,
                                                    const Settings& settings,
                                                    const Context& context);

}  // namespace mass::arc
