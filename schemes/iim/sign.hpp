#pragma once

#include "core/scheme/scheme.hpp"
#include "schemes/iim/settings.hpp"

namespace mass::iim {

/// Signs for the originator address and puts the field on top; signatures that are there already
/// stay. Declines with `no_from`, `several_from`, `several_sender`, `originator_not_copied`,
/// `from_unusable`, `sender_unusable`, `domain_mismatch` (the operator may not sign for the
/// address), `no_key`, `key_unsuitable` (its size) or `over_limits`.
/// Source: IIM sheet sections 2 to 5.
[[nodiscard]] Result<Signed> sign(Transit transit, const Settings& settings,
                                  const Context& context);

/// What a mailing list does that takes part: it makes sure that Sender names the list, then signs
/// for its own domain in the role `list`, with copies of Sender and Subject in any case. Declines
/// with `not_a_mediator` or `no_list_address`, or as sign() does.
/// Source: IIM sheet section 7.
[[nodiscard]] Result<Signed> sign_as_list(Transit transit, const Settings& settings,
                                          const Context& context);

}  // namespace mass::iim
