#pragma once

#include <string>
#include <string_view>

#include "core/scheme/verdict.hpp"

namespace mass::signature {

/// What is wrong with a signature, a record or a message, in the terms of a verdict.
struct Flaw {
  Outcome outcome = Outcome::permerror;
  std::string state;  ///< In the words of RFC 6376 section 6.1: `key revoked`.
  Cause cause = Cause::intact;
  std::string reason;  ///< One sentence for a person.
  std::string source;  ///< Rule broken.
};

/// Fills in a verdict.
inline void conclude(SignatureVerdict& verdict, const Flaw& flaw) {
  mass::conclude(verdict, flaw.outcome, flaw.state, flaw.cause, flaw.reason, flaw.source);
}

}  // namespace mass::signature
