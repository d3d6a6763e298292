#pragma once

#include "core/scheme/scheme.hpp"
#include "schemes/dkim/settings.hpp"

namespace mass::dkim {

/// Signatures beyond this number are not judged: each may cost a look-up and a pass over the body.
inline constexpr std::size_t kMaxJudged = 10;

/// Judges every signature from the top. The best one speaks for the message: a pass (rather one of
/// the author's domain), then one that could not be judged now, then one that fails. States are
/// the words of RFC 6376 section 6.1. Details: `domain`, `selector`, `user` (i=), `algorithm`,
/// `signature` (the start of b=), `key`, `body_hash`, `header_hash` and `policy` (each `holds`,
/// `fails`, `unknown` or `not checked`), `also` (what else is wrong), `key_bits`, `testing`,
/// `altered`, `unsigned_octets` (behind l=), `changed_copies` (fields that differ from z=).
/// Source: RFC 6376 section 6, DKIM sheet section 6.
[[nodiscard]] Verdict verify_message(const Message& message, const Settings& settings,
                                     const Context& context);

}  // namespace mass::dkim
