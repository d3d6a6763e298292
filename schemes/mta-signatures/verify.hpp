#pragma once

#include "core/scheme/scheme.hpp"

namespace mass::mta_signatures {

/// Postal-data children beyond this number are not judged: each may cost a public-key operation, a
/// download and a pass over the body.
inline constexpr std::size_t kMaxJudged = 8;

/// Judges every postal-data child from the top; the message has the best state among the aligned
/// ones, else among all. Details of a signature: `msgid`, `trust` (`http`, `pkix`),
/// `signer_domain`, `aligned`, `header_changes`, `parts_total`, `parts_ok`, `extra_parts`,
/// `digest_ok`, `received_found`, `why`, `services`, `services_differ`, `key_bits`.
/// Source: MTA Signatures sheet section 4.
[[nodiscard]] Verdict verify_message(const Message& message, const Context& context);

}  // namespace mass::mta_signatures
