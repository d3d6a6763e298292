#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/scheme/scheme.hpp"
#include "core/signature/algorithm.hpp"
#include "core/signature/canon.hpp"

namespace mass::dkim {

/// Which signatures are considered at all. legacy: rsa-sha1, keys under 1,024 bits, and the forms
/// of drafts: `v=` absent or 0.5, `q=dns`. Source: RFC 8301 section 3.
enum class Tolerance : std::uint8_t { rfc8301, legacy };

/// Which names a signer writes into `h=`.
enum class HeaderPolicy : std::uint8_t {
  present,  ///< Those of the list that occur, each as often as it occurs.
  listed,   ///< The list as it stands.
};

/// What `i=` of new signatures says.
enum class UserTag : std::uint8_t { none, domain, author };

/// What a list does with signatures that its changes broke. Source: RFC 6377 section 5.
enum class Broken : std::uint8_t { keep, remove };

/// The parameters of the scheme, read once.
struct Settings {
  // Verifying.
  Tolerance tolerance = Tolerance::rfc8301;
  std::int64_t future_seconds = -1;  ///< How far `t=` may lie ahead; below 0: any time.
  bool refuses_unsigned_body = false;

  // Signing.
  std::vector<signature::Algorithm> algorithms;  ///< One signature each.
  signature::Canons canons;
  std::string canons_text;  ///< As in `c=`.
  HeaderPolicy header_policy = HeaderPolicy::present;
  std::vector<std::string> headers;  ///< Lower case, From among them.
  bool oversigns = false;
  std::string domain;  ///< Empty: that of the author or of the operator.
  std::string selector;
  std::string ed25519_selector;
  std::optional<std::uint64_t> body_length;  ///< Most octets for `l=`; without it there is no `l=`.
  bool writes_time = true;
  std::int64_t lifetime_seconds = 0;  ///< For `x=`; 0: none.
  UserTag user = UserTag::none;
  bool copies_fields = false;
  bool names_query = false;

  // A list that takes part.
  bool list_signs = true;
  Broken broken = Broken::keep;

  // Publishing.
  std::string key_flags;  ///< As in `t=` of the record.
};

[[nodiscard]] std::vector<ParameterInfo> parameter_infos();
[[nodiscard]] std::vector<Profile> profiles();

/// Errc::config if a header name, a selector or the domain cannot stand in a tag list, or a setting
/// contradicts another.
[[nodiscard]] Result<Settings> read_settings(const Parameters& parameters);

}  // namespace mass::dkim
