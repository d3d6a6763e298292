#pragma once

#include <cstddef>

#include "core/scheme/scheme.hpp"
#include "schemes/iim/settings.hpp"

namespace mass::iim {

/// Signatures beyond this number are not judged: each may cost look-ups and a pass over the body.
inline constexpr std::size_t kMaxJudged = 8;

/// Judges every signature from the top, each for itself, and merges: the best of those for the
/// address of From, else of those for the address of Sender, else of all. Details are those of
/// examine(), and `policy`. Source: IIM sheet sections 7 and 8.
[[nodiscard]] Verdict verify_message(const Message& message, const Settings& settings,
                                     const Context& context);

}  // namespace mass::iim
