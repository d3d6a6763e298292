#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/scheme/scheme.hpp"

namespace mass::iim {

/// Whether line ends of the body are hashed. Source: IIM sheet section 3, open point U2.
enum class Nofws : std::uint8_t {
  drop_crlf,
  keep_crlf,  ///< As in DomainKeys: empty lines at the end go too.
};

/// What `b` counts: octets of the canonical body, or of the body as it stands. Source: IIM sheet
/// section 3, open point U3.
enum class Count : std::uint8_t { canonical, raw };

/// What is hashed first. Source: IIM sheet section 5, open point U1.
enum class Order : std::uint8_t { body_first, field_first };

/// What to make of a header that no longer equals its copy. Source: IIM sheet section 4.
enum class HeaderPolicy : std::uint8_t { originator, strict, restore };

/// Which copy gives the originator address. Source: IIM sheet section 6, open point U7.
enum class OriginatorRule : std::uint8_t { sender_else_from, from_only };

/// Which signature speaks for the message. Source: IIM sheet section 7.
enum class Combine : std::uint8_t {
  shown,  ///< The best of those for the address of From, else of Sender, else of all.
  any,    ///< The same, but a good signature comes before any that is not.
};

/// Who signs. Source: IIM sheet section 2.1 (`z`).
enum class SignerRole : std::uint8_t { home, away, list };

/// How a verifier asks whether the key may speak for the address. Source: IIM sheet section 6.
enum class Method : std::uint8_t { krs, dns };

/// What a domain says about its unsigned mail. Source: IIM sheet section 6.3.
enum class Policy : std::uint8_t { none, all, some, never };

/// The parameters of the scheme, read once.
struct Settings {
  Nofws nofws = Nofws::drop_crlf;
  Count count = Count::canonical;
  Order order = Order::body_first;

  // Verifying.
  HeaderPolicy header_policy = HeaderPolicy::originator;
  OriginatorRule originator = OriginatorRule::sender_else_from;
  Combine combine = Combine::shown;

  // Signing.
  std::string host;    ///< Empty: the acting host, or a made-up one. Also `h` of IIM-VERIFY.
  std::string domain;  ///< Empty: the domain of the originator address.
  SignerRole role = SignerRole::home;
  Method method = Method::krs;
  std::string version;
  std::string time;               ///< Empty: the clock.
  std::int64_t lifetime = 0;      ///< Seconds; 0 or less: none.
  std::vector<std::string> copy;  ///< Field names, lower case.
  std::int64_t body_count = -1;   ///< Less than 0: the whole body.

  // Publishing.
  std::int64_t key_rating = 60;
  std::string key_name;  ///< Local part the key is for; empty: any.
  std::int64_t key_ttl = 86400;
  Policy policy = Policy::none;
};

[[nodiscard]] std::vector<ParameterInfo> parameter_infos();
[[nodiscard]] std::vector<Profile> profiles();

/// Errc::config if a text cannot stand where it has to.
[[nodiscard]] Result<Settings> read_settings(const Parameters& parameters);

}  // namespace mass::iim
