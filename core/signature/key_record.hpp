#pragma once

#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/scheme/scheme.hpp"
#include "core/signature/algorithm.hpp"
#include "core/signature/flaw.hpp"

namespace mass::signature {

/// A key record that can be used. Source: RFC 6376 section 3.6.1, RFC 8463 section 4.
struct KeyRecord {
  KeyType type = KeyType::rsa;
  std::string data;                                ///< `p`, decoded.
  std::optional<std::vector<std::string>> hashes;  ///< `h`; without it any.
  std::vector<std::string> services{"*"};          ///< `s`
  bool is_testing = false;                         ///< Flag `y`.
  bool needs_exact_domain = false;                 ///< Flag `s`: no subdomain in `i=`.
};

/// What a record says, or why it can never be used. Unknown tags and flags, `g=` among them, are
/// passed over.
[[nodiscard]] std::expected<KeyRecord, Flaw> parse_key_record(std::string_view text);

/// A key that a record offers for one algorithm.
struct OfferedKey {
  KeyRecord record;
  PublicKey key;
};

/// Asks for the records at `selector._domainkey.domain` and gives those keys that fit `algorithm`
/// and mail, in the order of the answer. Without any: why the first record has none, or that there
/// is no record or no answer. Source: RFC 6376 sections 3.6.2 and 6.1.2.
[[nodiscard]] std::expected<std::vector<OfferedKey>, Flaw> find_keys(std::string_view selector,
                                                                     std::string_view domain,
                                                                     Algorithm algorithm,
                                                                     const Context& context);

/// The key that fits a signature value best, and how: the one that made it over this digest, then
/// one that made it over another, then the first. `keys` is not empty.
struct BestKey {
  const OfferedKey* key = nullptr;
  Match match = Match::foreign;
};
[[nodiscard]] BestKey best_key(std::span<const OfferedKey> keys, Algorithm algorithm,
                               std::string_view digest, std::string_view signature,
                               const Context& context);

/// The text of a record that publishes a key; `flags` as in `t=`, `y:s`, may be empty.
[[nodiscard]] std::string key_record_text(KeyType type, std::string_view data,
                                          std::string_view flags);

}  // namespace mass::signature
