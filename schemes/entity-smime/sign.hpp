#pragma once

#include "schemes/entity-smime/settings.hpp"

namespace mass::entity_smime {

/// The names in a domain certificate. Source: sheet section 4.3.
[[nodiscard]] CertificateNames names_of_domain(std::string_view domain);

/// Signs at the origin, for the domain or the address of From. Source: sheet section 4.
[[nodiscard]] Result<Signed> sign(Transit transit, const Settings& settings,
                                  const Context& context);

/// What an intermediary does: a list puts its own layer around what is there, an outgoing edge
/// signs what is unsigned or strips, an incoming edge strips. Source: sheet sections 2.1, 4.6, 6.
[[nodiscard]] Result<Signed> act_as_intermediary(Transit transit, const Settings& settings,
                                                 const Context& context);

/// The message without its outermost layer; nothing if there is none to take off. Source: sheet
/// section 4.6.
[[nodiscard]] std::optional<Message> stripped(const Message& message);

}  // namespace mass::entity_smime
