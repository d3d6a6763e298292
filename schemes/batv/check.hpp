#pragma once

#include "core/scheme/scheme.hpp"
#include "schemes/batv/settings.hpp"

namespace mass::batv {

/// Judges a tag by hash and date: `valid`, `valid-early-order`, `bad-signature`, `expired` or
/// `too-far`; `not-ours` if the domain has no secret.
/// Source: BATV sheet section 6, for the detail `exim` section 9.
[[nodiscard]] SignatureVerdict check_tag(const PrvsTag& tag, const Settings& settings,
                                         const Context& context);

}  // namespace mass::batv
