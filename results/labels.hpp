#pragma once

#include <string>
#include <string_view>

#include "core/keys/directory.hpp"
#include "core/scheme/verdict.hpp"
#include "results/record.hpp"

namespace mass {

/// Name of the stratum that every message is in.
inline constexpr std::string_view kAllStrata = "all";

/// Octets of a label at most.
inline constexpr std::size_t kLabelOctets = 80;

/// Hostile text, printable and at most `limit` octets long, cut between characters with `...`.
/// Doing it twice, or to text that already went through `printable`, changes nothing: a record read
/// back from a store counts as it did before.
[[nodiscard]] std::string shortened(std::string_view octets, std::size_t limit);

/// Hostile text as a key: shortened to `kLabelOctets`.
[[nodiscard]] std::string label(std::string_view octets);

/// True if a signature was judged and found wanting: every outcome but pass and na.
[[nodiscard]] constexpr bool is_breakage(Outcome outcome) noexcept {
  return outcome != Outcome::pass && outcome != Outcome::na;
}

/// Key under which a breakage is counted: `body_changed`, `hdr_changed(Subject)`. The field name is
/// as received, made printable and cut. `undiagnosed` if nothing found the cause.
[[nodiscard]] std::string cause_key(const Diagnosis& diagnosis);

/// Key under which the breaking step is counted: its label, else `step 3`; empty if no step broke
/// it.
[[nodiscard]] std::string step_key(const Diagnosis& diagnosis);

/// A question to a key directory as it is counted: `dns sel._domainkey.example.com`. The first word
/// is `dns`, `http` or `x509`, as in the names of the cost counts.
[[nodiscard]] std::string lookup_key(const KeyQuery& query);

}  // namespace mass
