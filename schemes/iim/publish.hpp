#pragma once

#include <string>
#include <string_view>

#include "core/scheme/scheme.hpp"
#include "schemes/iim/settings.hpp"

namespace mass::iim {

/// Under which name the private key of a domain is kept. A system that signs for roaming authors
/// has a key of its own, which the domain of the author registers beside its own.
[[nodiscard]] std::string_view key_selector(SignerRole role) noexcept;

/// The domain whose key server is asked about an address (`d`), lower case; empty if the operator
/// may not sign for it. Another system (`away`) may sign for any domain that registers its key.
[[nodiscard]] std::string signing_domain(std::string_view address_domain, const Settings& settings,
                                         const Role& role);

/// The registration of the key, at the key registration server or in the DNS, and the policy record
/// if the settings ask for one. A name that cannot be in the DNS gets nothing.
/// Source: IIM sheet section 6.
[[nodiscard]] Result<Publication> published_keys(std::string_view domain, const Settings& settings,
                                                 const Context& context);

}  // namespace mass::iim
