#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "core/crypto/crypto.hpp"
#include "core/crypto/ed25519.hpp"
#include "core/crypto/rsa.hpp"
#include "core/keys/signing_keys.hpp"

namespace mass::signature {

enum class KeyType : std::uint8_t { rsa, ed25519 };
[[nodiscard]] std::string_view name_of(KeyType type) noexcept;  ///< As in `k=`.

/// What `a=` names. Source: RFC 6376 section 3.3, RFC 8301 section 3.1, RFC 8463 section 3.
enum class Algorithm : std::uint8_t { rsa_sha256, ed25519_sha256, rsa_sha1 };
[[nodiscard]] std::optional<Algorithm> parse_algorithm(std::string_view text) noexcept;
[[nodiscard]] std::string_view name_of(Algorithm algorithm) noexcept;
[[nodiscard]] HashAlgorithm hash_of(Algorithm algorithm) noexcept;
[[nodiscard]] KeyType key_type_of(Algorithm algorithm) noexcept;

/// A key from a record.
using PublicKey = std::variant<std::shared_ptr<const RsaPublicKey>, std::string>;
[[nodiscard]] std::size_t bits_of(const PublicKey& key) noexcept;

/// What a signature value says about a digest.
enum class Match : std::uint8_t {
  good,
  altered,  ///< Made with this key, for another digest. Ed25519 cannot tell this from `foreign`.
  foreign,  ///< Not made with this key.
};

/// Compares a signature value with the digest of what was signed. A key of the wrong type is
/// foreign. Source: RFC 6376 section 3.3.1 (PKCS #1 v1.5), RFC 8463 section 3 (PureEdDSA over the
/// digest).
[[nodiscard]] Match compare(const PublicKey& key, Algorithm algorithm, std::string_view digest,
                            std::string_view signature, const Crypto& crypto, CostMeter& cost);

/// The private side.
class PrivateKey {
 public:
  /// The key that a domain signs with under a selector. Errc::missing if there is none.
  [[nodiscard]] static Result<PrivateKey> find(const SigningKeys& keys, KeyType type,
                                               std::string_view domain, std::string_view selector);

  [[nodiscard]] std::size_t bits() const noexcept;

  /// As it stands in `p=`, before Base64: a SubjectPublicKeyInfo, or 32 octets.
  [[nodiscard]] std::string public_data() const;

  [[nodiscard]] Result<std::string> sign(Algorithm algorithm, std::string_view digest,
                                         const Crypto& crypto, CostMeter& cost) const;

 private:
  using Held =
      std::variant<std::shared_ptr<const RsaPrivateKey>, std::shared_ptr<const Ed25519PrivateKey>>;
  explicit PrivateKey(Held key) noexcept : key_(std::move(key)) {}
  Held key_;
};

inline constexpr std::size_t kLeastKeyBits = 1024;  ///< Of RSA keys. Source: RFC 8301 section 3.2.
inline constexpr std::size_t kMostKeyBits = 8192;   ///< Source: DKIM sheet section 8.

/// The key to sign with, or the slug that says why none can be used: `no_key`, or `key_unsuitable`
/// for an RSA key that is too long or has fewer bits than `least_bits`.
[[nodiscard]] Result<std::expected<PrivateKey, std::string>> find_signing_key(
    const SigningKeys& keys, Algorithm algorithm, std::string_view domain,
    std::string_view selector, std::size_t least_bits = kLeastKeyBits);

}  // namespace mass::signature
