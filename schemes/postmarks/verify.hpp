#pragma once

#include "core/scheme/scheme.hpp"
#include "schemes/postmarks/settings.hpp"

namespace mass::postmarks {

/// Judges the chain of stamps of a message and merges. States: `none`, `pass`, `pass-chain`,
/// `fail`, `fail-envelope`, `expired`, `permerror`, `temperror`. The identity is the domain of the
/// origin stamp. Details: `origin`, `ident` (`from`, `mailfrom`, `none`: which address lies in it),
/// `envelope` (`match`, `changed`), `modified_after` (numbers of the stamps after which the message
/// was changed). Signatures are the stamps in the order of the chain, with `i`, `d`, `s`, `r`,
/// `state`, `key_bits`, `hd_ok` and `bd_ok`; none if the chain cannot be read.
/// Source: section 5.
[[nodiscard]] Verdict verify_transit(const Transit& transit, const Settings& settings,
                                     const Context& context);

}  // namespace mass::postmarks
