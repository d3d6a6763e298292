#pragma once

#include "core/scheme/scheme.hpp"
#include "schemes/batv/settings.hpp"

namespace mass::batv {

/// Puts a tag into the reverse-path; nothing else changes. Declines with `null_sender`,
/// `no_domain`, `no_key`, and under the house rules also with `not_ours`, `malformed`,
/// `quoted_local`, `is_srs`, `already_tagged`, `exempt`, `too_long` or `refused` (the key is
/// empty). Source: BATV sheet sections 3 and 5.
[[nodiscard]] Result<Signed> tag_sender(Transit transit, const Settings& settings,
                                        const Context& context);

}  // namespace mass::batv
