#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/scheme/scheme.hpp"
#include "schemes/batv/settings.hpp"

/// What signing and checking must agree on.
namespace mass::batv {

/// Days since 1970-01-01 UTC modulo 1000. Source: BATV sheet section 3.
[[nodiscard]] int day_of_cycle(std::int64_t day) noexcept;

/// Six lower-case hexadecimal digits over K, DDD and the address. Source: BATV sheet section 3.
[[nodiscard]] std::string keyed_digest(const PrvsTag& tag, std::string_view secret,
                                       const Context& context);

/// The address in the case in which it is hashed and sent: the domain in lower case, and the local
/// part too if its domain knows no case. Source: BATV sheet section 8.
[[nodiscard]] std::string folded(std::string_view address, const Settings& settings);

/// Why the house rules never tag this sender: `malformed`, `quoted_local`, `is_srs`,
/// `already_tagged`, `exempt` or `too_long`. Empty if they do. Source: BATV sheet sections 2, 5
/// and 8.
[[nodiscard]] std::string_view reason_not_to_tag(std::string_view address,
                                                 const Settings& settings);

/// True if a list of addresses and domains names this address.
[[nodiscard]] bool names_address(const std::vector<std::string>& list, std::string_view address);

/// Whether the operator answers for the domain. A role without a domain answers for all.
[[nodiscard]] bool is_ours(std::string_view address, const Context& context);

/// The secret of the address's domain under a number. Nothing if it has none.
[[nodiscard]] Result<std::optional<std::string>> find_secret(std::string_view address, int number,
                                                             const Context& context);

}  // namespace mass::batv
