#pragma once

#include <cstddef>

#include "core/scheme/scheme.hpp"
#include "schemes/dkim/settings.hpp"

namespace mass::dkim {

/// Judges the signature field at `position`, the `number`-th from the top, counted from 1. Key,
/// body hash, header hash and policy are examined each on its own and stand in the details.
/// Source: RFC 6376 section 6.1, DKIM sheet section 6.
[[nodiscard]] SignatureVerdict examine(const Message& message, std::size_t position, int number,
                                       const Settings& settings, const Context& context);

}  // namespace mass::dkim
