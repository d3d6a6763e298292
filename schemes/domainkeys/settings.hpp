#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/canon/canon.hpp"
#include "core/scheme/scheme.hpp"
#include "core/taglist/taglist.hpp"

namespace mass::domainkeys {

/// In which order the fields named in `h=` are hashed. Source: DomainKeys sheet section 6.
enum class HeaderOrder : std::uint8_t { h_order, message_order, either };

/// Where a verifier looks for Sender and From. Source: DomainKeys sheet section 4.
enum class SenderScope : std::uint8_t {
  below,    ///< Below the signature field.
  signed_,  ///< Among the fields that are hashed.
  all,      ///< In the whole header.
};

/// How `g=` of a key record is compared with the local part. Source: DomainKeys sheet section 3.2.
enum class Granularity : std::uint8_t { exact, wildcard, ci_prefix };

/// Which signature speaks for the message. Source: DomainKeys sheet section 5.
enum class Combine : std::uint8_t { rfc, first, any };

/// What to make of two From fields. Source: DomainKeys sheet section 11, A10.
enum class TwoFrom : std::uint8_t { fail, last };

/// Which names a signer writes into `h=`.
enum class HeaderPolicy : std::uint8_t {
  listed,   ///< The configured list as it stands.
  present,  ///< Those of the list that occur, every occurrence, in message order.
  all,      ///< Every field of the message.
};

enum class Policy : std::uint8_t { none, signs_some, signs_all };

/// The parameters of the scheme, read once.
struct Settings {
  // Verifying.
  HeaderOrder h_order = HeaderOrder::h_order;
  SenderScope sender_scope = SenderScope::below;
  bool requires_c_and_q = false;
  TagRules tag_rules;
  Granularity granularity = Granularity::exact;
  Combine combine = Combine::rfc;
  LastLine last_line = LastLine::add_crlf;
  TwoFrom two_from = TwoFrom::fail;

  // Signing.
  Canon canon = Canon::nofws;
  HeaderPolicy header_policy = HeaderPolicy::listed;
  std::vector<std::string> headers;  ///< Lower case; empty: no `h=`, all fields are signed.
  std::string selector;
  std::string domain;  ///< Empty: the sending domain.
  bool drops_status = false;

  // Publishing.
  bool key_is_testing = false;
  std::string key_granularity;
  Policy policy = Policy::none;
};

[[nodiscard]] std::vector<ParameterInfo> parameter_infos();
[[nodiscard]] std::vector<Profile> profiles();

/// Errc::config if a header name, the selector, the domain or the granularity cannot stand in a tag
/// list.
[[nodiscard]] Result<Settings> read_settings(const Parameters& parameters);

}  // namespace mass::domainkeys
