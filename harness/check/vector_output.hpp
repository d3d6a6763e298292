#pragma once

#include <string>

#include "core/scheme/scheme.hpp"
#include "harness/check/vectors.hpp"

namespace mass {

/// What is wrong with the octets that a verifier hashed, by a `canon` case; empty if nothing is.
[[nodiscard]] std::string wrong_octets(const VectorCase& one, const Trace& trace,
                                       const Crypto& crypto);

/// What is wrong with what a signer made, by a `sign` or `tag` case; empty if nothing is.
[[nodiscard]] std::string wrong_output(const VectorCase& one, const Transit& made,
                                       const Crypto& crypto);

}  // namespace mass
