#pragma once

#include <expected>
#include <string>
#include <vector>

#include "core/message/address.hpp"
#include "schemes/domainkeys/settings.hpp"

namespace mass::domainkeys {

/// Fields of a message, in an order that matters. They point into it.
using FieldRefs = std::vector<const Field*>;

/// On whose behalf a message is sent.
struct SendingAddress {
  const Field* field = nullptr;  ///< The Sender or From field that gave it.
  Mailbox mailbox;
};

/// Why there is no sending address.
struct NoSender {
  std::string slug;    ///< `no_from`, `several_from`, `from_unusable`, `several_sender` ...
  std::string reason;  ///< One sentence for a person.
};

/// The address of Sender, else the first address of From, among the fields in view. Needs exactly
/// one From (under TwoFrom::last the last counts) and at most one Sender.
/// Source: RFC 4870 sections 3.1 and 3.5.1, DomainKeys sheet section 4.
[[nodiscard]] std::expected<SendingAddress, NoSender> find_sending_address(
    const FieldRefs& fields_in_view, TwoFrom two_from);

}  // namespace mass::domainkeys
