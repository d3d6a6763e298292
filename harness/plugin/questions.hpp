#pragma once

#include <nlohmann/json.hpp>

#include "core/scheme/scheme.hpp"

namespace mass {

/// What a plug-in may ask back while it works: keys of others (`lookup`), which are counted and
/// simulated as those of any scheme, and the private side of its own (`private_key`, `secret`,
/// `certified_key`). Errc::protocol: no such question.
[[nodiscard]] Result<nlohmann::json> answer_question(const nlohmann::json& question,
                                                     const Context& context);

}  // namespace mass
