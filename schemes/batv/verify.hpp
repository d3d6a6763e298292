#pragma once

#include "core/scheme/scheme.hpp"
#include "schemes/batv/settings.hpp"

namespace mass::batv {

/// Judges the recipients of a transit: one verdict each, and a merged one. States: `valid`,
/// `valid-early-order`, `bad-signature`, `expired`, `too-far`, `not-tagged`; under the house rules
/// also `untagged` (a bounce to an address that we tag), `exempt` (to one that we do not),
/// `multiple-rcpt` and `not-ours`. Details: `recipient` as received, `original` without the tag,
/// `form`, `key_number`, `days_left`, `reject_at`, and `exim`: what the checker of Exim says (pass,
/// fail, none), whose rules are other than ours. Cost: one HMAC for a tag that holds.
/// Source: BATV sheet sections 6, 8 and 9.
[[nodiscard]] Verdict check_recipients(const Envelope& envelope, const Settings& settings,
                                       const Context& context);

}  // namespace mass::batv
