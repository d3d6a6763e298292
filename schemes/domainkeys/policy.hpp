#pragma once

#include <string_view>

#include "core/scheme/scheme.hpp"
#include "schemes/domainkeys/settings.hpp"

namespace mass::domainkeys {

/// Looks up what the sending domain says about itself, only when the message is unsigned or did not
/// verify, and draws the conclusion: `policy` (`-` signs all mail, `~` signs some) and `testing` in
/// the details, and what a receiver does. An empty `sending_domain` is read from the message.
/// Source: RFC 4870 sections 3.6 and 3.7.5, DomainKeys sheet section 3.3.
void apply_policy(Verdict& verdict, const Message& message, std::string_view sending_domain,
                  const Settings& settings, const Context& context);

}  // namespace mass::domainkeys
