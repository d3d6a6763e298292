#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "core/base/random.hpp"
#include "schemes/mta-signatures/container.hpp"

namespace mass::mta_signatures {

/// A message that is a container, ready to take one more child.
struct Prepared {
  Message message;
  Container container;
};

/// The message as it is if it is a multipart/mixed; else with its content as the only child of a
/// new one. Why not, as a reason to decline: `mime_unusable` (a multipart/mixed without boundary or
/// closing delimiter, or a message that is postal-data itself: nothing would be covered),
/// `over_limits`. Source: MTA Signatures sheet section 3.1, steps 1 and 2.
[[nodiscard]] std::expected<Prepared, std::string> prepare(const Message& message,
                                                           RandomSource& random);

/// Puts an entity in as last child, just before the closing delimiter, and the tracking field on
/// top. No other octet changes. Source: MTA Signatures sheet section 3.1, steps 4 and 5.
[[nodiscard]] Message attach(const Prepared& prepared, std::string_view entity,
                             std::string_view msgid);

/// A msgid that no tracking field and no postal-data of the message has.
[[nodiscard]] std::string fresh_msgid(const Prepared& prepared, RandomSource& random);

}  // namespace mass::mta_signatures
