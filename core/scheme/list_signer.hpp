#pragma once

#include <functional>
#include <string>

#include "core/scheme/scheme.hpp"

/// What schemes do alike when they decline, and when a mailing list signs again.
namespace mass {

/// The transit as given, not signed.
[[nodiscard]] Signed decline(Transit transit, std::string why);

/// Whether a list acts that has a domain of its own to sign with.
[[nodiscard]] bool is_list(const Role& role) noexcept;

/// How a scheme signs on behalf of whom the message names as its sender.
struct SenderSigner {
  std::function<bool(const Message&)> speaks_for_list;  ///< Sender or From is the list's already.
  std::function<Result<Signed>(Transit)> sign;
};

/// What a mailing list does that takes part: it makes sure that Sender names the list, with the
/// address that it bounces to, then signs. Declines with `not_a_mediator` or `no_list_address`, or
/// as the signer does; then the transit is as given. Source: RFC 4870 section 3.5.1.
[[nodiscard]] Result<Signed> sign_as_list(Transit transit, const Role& role,
                                          const SenderSigner& signer);

}  // namespace mass
