#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/canon/canon.hpp"
#include "core/scheme/verdict.hpp"
#include "schemes/domainkeys/settings.hpp"

namespace mass::domainkeys {

inline constexpr std::string_view kSignatureField = "DomainKey-Signature";
inline constexpr std::string_view kStatusField = "DomainKey-Status";

/// What is wrong with a record or a signature, in the terms of a verdict.
struct Flaw {
  Cause cause = Cause::intact;
  std::string reason;  ///< One sentence for a person.
  std::string source;  ///< Rule broken.
};

/// True if a field name can stand in `h=`: it holds neither a colon nor a semicolon.
[[nodiscard]] bool is_listable(std::string_view field_name) noexcept;

/// A signature field's tags, checked and brought to one case.
struct SignatureTags {
  std::string signature;  ///< `b`, decoded.
  Canon canon = Canon::simple;
  std::string domain;                             ///< `d`, lower case.
  std::string selector;                           ///< `s`, lower case.
  std::optional<std::vector<std::string>> names;  ///< `h`, lower case; empty without `h`.
};

/// What could be read of a signature field. A flaw leaves the parts in place that were understood:
/// an unknown algorithm does not hide what would have been hashed.
struct ParsedSignature {
  SignatureTags tags;
  bool has_canon = false;  ///< Enough was understood to compute the hash input.
  std::optional<Flaw> flaw;
};

/// Source: RFC 4870 section 3.3, DomainKeys sheet section 3.1.
[[nodiscard]] ParsedSignature parse_signature(std::string_view value, const Settings& settings);

/// A key record. With a flaw the key must not be used; `is_testing` holds all the same.
struct KeyRecord {
  std::string der;          ///< `p`, decoded.
  std::string granularity;  ///< `g`.
  bool is_testing = false;
  std::optional<Flaw> flaw;
};

/// Source: RFC 4870 section 3.2.3, DomainKeys sheet section 3.2.
[[nodiscard]] KeyRecord parse_key(std::string_view record, const TagRules& rules);

/// What a domain says about itself.
struct PolicyRecord {
  bool signs_all = false;
  bool is_testing = false;
};

/// A malformed record says nothing: defaults. Source: RFC 4870 section 3.6.
[[nodiscard]] PolicyRecord parse_policy(std::string_view record, const TagRules& rules);

/// Source: RFC 4870 section 3.2.3 (`g`), DomainKeys sheet section 3.2 for the other readings.
[[nodiscard]] bool granularity_allows(std::string_view granularity, std::string_view local_part,
                                      Granularity how) noexcept;

}  // namespace mass::domainkeys
