#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/scheme/scheme.hpp"
#include "schemes/iim/copies.hpp"
#include "schemes/iim/tags.hpp"

namespace mass::iim {

/// What a domain says about a key. Source: IIM sheet section 6.1.
struct Registration {
  int rating = 0;                         ///< Over 0 authorized, 0 unknown, under 0 not or revoked.
  std::optional<std::string> local_part;  ///< The only one the key is for.

  [[nodiscard]] bool is_for(std::string_view local) const {
    return !local_part || *local_part == "*" || *local_part == local;
  }
};

/// Reads `r:"60"; g:"joe"`; nothing if it is not a registration.
[[nodiscard]] std::optional<Registration> parse_registration(std::string_view text);

/// SHA-1 of exponent and modulus, raw octets. Source: IIM sheet section 6.
[[nodiscard]] std::string fingerprint(const RsaNumbers& key, const Context& context);

/// The answer to the question whether a key may speak for an address.
struct Authorization {
  std::optional<Registration> registration;  ///< Nothing: there was no answer.
  std::string note;  ///< Why there is no answer or no registration; one clause for a person.
};

/// Asks the key registration server of `domain`, found by SRV, else at `krs.<domain>`. A server
/// that answers with something else than a registration has not answered: such servers get mended,
/// and a proxy on the way may be to blame. Source: IIM sheet section 6.1.
[[nodiscard]] Authorization ask_krs(std::string_view domain, std::string_view fingerprint,
                                    const Address& address, const Context& context);

/// Asks the DNS. A record at the name that is no registration registers nothing: a wildcard may
/// have put it there. Source: IIM sheet section 6.2.
[[nodiscard]] Authorization ask_dns(std::string_view domain, std::string_view fingerprint,
                                    const Context& context);

/// Where a key is registered in the DNS.
[[nodiscard]] std::string registration_name(std::string_view domain, std::string_view fingerprint);

/// `http://krs.example.com/iim`, the port only if it is not 80.
[[nodiscard]] std::string krs_url(std::string_view host, std::uint16_t port);

}  // namespace mass::iim
