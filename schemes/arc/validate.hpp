#pragma once

#include <string>

#include "core/scheme/scheme.hpp"
#include "schemes/arc/settings.hpp"

namespace mass::arc {

/// Judges the chain of a message. pass, fail and none are the chain's status (states `cv=pass` and
/// so on); temperror that keys could not be fetched. Proven is the domain of the oldest message
/// signature that still holds: nobody changed what it covers since. One verdict per set, the newest
/// first. Details: `instances`, `oldest_pass` (0: all message signatures hold), `broken_set`,
/// `broken_field` (what does not hold, empty for a chain that is none), `remote_ip`. Of a set:
/// `instance`, `cv`, `domain` and `selector` of the seal, `signature_domain`, `seal` and
/// `message_signature` (each `holds`, `fails`, `unknown`, `not checked`), `key_bits`, `testing`.
/// Source: RFC 8617 section 5.2, ARC sheet section 2.
[[nodiscard]] Verdict validate(const Transit& transit, const Settings& settings,
                               const Context& context);

/// `arc=pass header.oldest-pass=0 smtp.remote-ip=192.0.2.1`. Source: RFC 8617 section 10.2.
[[nodiscard]] std::string result_of(const Verdict& verdict);

}  // namespace mass::arc
