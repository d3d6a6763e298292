#pragma once

#include <expected>
#include <memory>
#include <string>
#include <string_view>

#include "core/scheme/scheme.hpp"
#include "schemes/postmarks/stamp.hpp"

namespace mass::postmarks {

/// Where the key of a stamp is. Source: section 3.5.
[[nodiscard]] std::string key_name(std::string_view selector, std::string_view domain);

/// Reads a TXT record. Causes: key_revoked for an empty `p`, key_weak for a key under 1,024 bits,
/// key_syntax for anything else that is not a key of up to 2,048 bits.
[[nodiscard]] std::expected<std::shared_ptr<const RsaPublicKey>, Flaw> read_key(
    std::string_view record, PublicKeyCache& keys);

[[nodiscard]] std::string key_record(const RsaPrivateKey& key);

}  // namespace mass::postmarks
