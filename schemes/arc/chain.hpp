#pragma once

#include <cstddef>
#include <optional>

#include "core/scheme/scheme.hpp"
#include "core/signature/algorithm.hpp"
#include "core/signature/fields.hpp"
#include "core/signature/flaw.hpp"
#include "schemes/arc/sets.hpp"

namespace mass::arc {

/// What was found out about one signature value of a chain.
struct Finding {
  std::optional<signature::Flaw> flaw;  ///< Why it does not hold; nothing if it does.
  std::size_t key_bits = 0;             ///< 0: no key was found.
  bool is_testing = false;              ///< The key is marked as one for tests.
};

/// Verifies the message signature of set `instance`, counted from 1, as a DKIM signature.
/// `number` is its place in the transcript. Source: RFC 8617 section 5.2 step 4.
[[nodiscard]] Finding check_signature(const Message& message, const Chain& chain,
                                      std::size_t instance, int number, const Context& context);

/// Verifies the seal of set `instance`. Source: RFC 8617 section 5.2 step 6.
[[nodiscard]] Finding check_seal(const Chain& chain, std::size_t instance, int number,
                                 const Context& context);

/// The digest that the seal of set `last` signs: over the sets `first` to `last`, its own `b=`
/// empty. The first is 1, or the last itself if its seal says that the chain failed.
/// Source: RFC 8617 sections 5.1.1 and 5.1.2, ARC sheet section 1.
[[nodiscard]] std::string seal_digest(const Chain& chain, std::size_t first, std::size_t last,
                                      HashAlgorithm algorithm, int number, const Context& context);

}  // namespace mass::arc
