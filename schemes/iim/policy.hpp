#pragma once

#include "core/scheme/scheme.hpp"

namespace mass::iim {

/// What a receiver does with the message. A good one is accepted. For one that nobody signed, or
/// not well, the domain of From is asked whether it signs all its mail (`policy` among the details:
/// `all`, `some` or `never`); only then is it rejected. A message that is in suspense is left so.
/// Source: IIM sheet section 6.3 (chosen).
void apply_policy(Verdict& verdict, const Message& message, const Context& context);

}  // namespace mass::iim
