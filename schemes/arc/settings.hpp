#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/scheme/scheme.hpp"
#include "core/signature/algorithm.hpp"
#include "core/signature/canon.hpp"

namespace mass::arc {

/// What a verifier asks of `h=` of the newest message signature. deployed: anything but ARC-Seal.
/// rfc8617: also what signers must not do there counts. Source: RFC 8617 section 4.1.2.
enum class NameRules : std::uint8_t { deployed, rfc8617 };

/// What a chain is whose keys could not be fetched. retry: to be judged again, not to be sealed.
/// fail: failed for good. Source: RFC 8617 section 5.2.1, ARC sheet section 2.
enum class Trouble : std::uint8_t { retry, fail };

/// In which order tags are written.
enum class TagOrder : std::uint8_t { usual, alphabetical };

/// The parameters of the scheme, read once.
struct Settings {
  // Validating.
  NameRules name_rules = NameRules::deployed;
  Trouble trouble = Trouble::retry;

  // Sealing.
  signature::Algorithm algorithm = signature::Algorithm::rsa_sha256;
  signature::Canons canons;
  std::string canons_text;           ///< As in `c=`.
  std::vector<std::string> headers;  ///< Lower case, From among them.
  std::string domain;                ///< Empty: that of the operator, or of the author.
  std::string selector;
  std::string authserv_id;  ///< Empty: host or domain of the operator.
  TagOrder tag_order = TagOrder::usual;
  bool states_chain = false;    ///< Adds `arc=` to what ARC-Authentication-Results says.
  bool seals_unchanged = true;  ///< Also seals what would pass as it is.
};

/// Whether a name may stand in `h=`: not the seals, nor what they are made over, nor results.
/// Source: RFC 8617 section 4.1.2.
[[nodiscard]] bool may_be_signed(std::string_view name) noexcept;

[[nodiscard]] std::vector<ParameterInfo> parameter_infos();
[[nodiscard]] std::vector<Profile> profiles();

/// Errc::config if a header name, the selector or the domain cannot stand in a tag list, or a name
/// must not be signed.
[[nodiscard]] Result<Settings> read_settings(const Parameters& parameters);

}  // namespace mass::arc
