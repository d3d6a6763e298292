#pragma once

#include "schemes/entity-smime/settings.hpp"

namespace mass::entity_smime {

/// Judges a message. Source: sheet section 5.
[[nodiscard]] Verdict verify_message(const Message& message, const Settings& settings,
                                     const Context& context);

}  // namespace mass::entity_smime
