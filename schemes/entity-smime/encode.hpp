#pragma once

#include <string>

#include "schemes/entity-smime/settings.hpp"

namespace mass::entity_smime {

/// Re-encodes the leaves of a MIME entity that transport may change, as the settings ask: text in
/// quoted-printable, the rest in base64. Messages inside messages are entered, since they may not
/// be encoded as a whole. Source: sheet sections 4.1.3 and 4.1.4, RFC 2046 section 5.2.1.
[[nodiscard]] std::string encode_for_transport(std::string entity, const Settings& settings);

}  // namespace mass::entity_smime
