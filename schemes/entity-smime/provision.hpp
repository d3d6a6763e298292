#pragma once

#include "schemes/entity-smime/settings.hpp"

namespace mass::entity_smime {

/// The policy of a domain at `_smimepolicy.<domain>`, and the certificates it points to. Source:
/// sheet section 4.4.
[[nodiscard]] Result<Publication> published(std::string_view domain, const Settings& settings,
                                            const Context& context);

}  // namespace mass::entity_smime
