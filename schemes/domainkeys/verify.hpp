#pragma once

#include "core/scheme/scheme.hpp"
#include "schemes/domainkeys/settings.hpp"

namespace mass::domainkeys {

/// Signatures beyond this number are not judged: each may cost a look-up and a pass over the body.
inline constexpr std::size_t kMaxJudged = 8;

/// Judges every signature from the top and merges as the settings say. States are the words of
/// DomainKey-Status, and `temperror` when the DNS did not answer. Details: `domain`, `selector`,
/// `header` (which field gave the identity: `from` or `sender`), `key_bits`, `testing`, `altered`
/// (the key made this signature, for other octets), `policy`.
/// Source: RFC 4870 section 3.7, DomainKeys sheet section 9.
[[nodiscard]] Verdict verify_message(const Message& message, const Settings& settings,
                                     const Context& context);

}  // namespace mass::domainkeys
