#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "core/base/cost.hpp"
#include "core/base/error.hpp"

namespace mass {

class RandomSource;

inline constexpr std::size_t kEd25519KeyOctets = 32;
inline constexpr std::size_t kEd25519SignatureOctets = 64;

/// Whether `signature` was made over `message` with the private half of `public_key`. A key or
/// signature of another length, or a weak key, never verifies. Source: RFC 8032 section 5.1.7.
[[nodiscard]] bool verify_ed25519(std::string_view public_key, std::string_view message,
                                  std::string_view signature, CostMeter& cost);

/// A private Ed25519 key. Immutable, safe to share between threads.
class Ed25519PrivateKey {
 public:
  /// From an unencrypted PKCS#8 private key. Source: RFC 8410 section 7.
  [[nodiscard]] static Result<std::shared_ptr<const Ed25519PrivateKey>> from_pem(
      std::string_view pem);

  /// The same octets of `random` give the same key anywhere: for tests and simulations.
  [[nodiscard]] static std::shared_ptr<const Ed25519PrivateKey> derive(RandomSource& random);
  ~Ed25519PrivateKey();
  Ed25519PrivateKey(const Ed25519PrivateKey&) = delete;
  Ed25519PrivateKey& operator=(const Ed25519PrivateKey&) = delete;

  [[nodiscard]] std::string to_pem() const;      ///< PKCS#8, unencrypted.
  [[nodiscard]] std::string public_key() const;  ///< 32 octets.

  /// PureEdDSA. Source: RFC 8032 section 5.1.6.
  [[nodiscard]] std::string sign(std::string_view message, CostMeter& cost) const;

 private:
  explicit Ed25519PrivateKey(std::string_view seed);

  std::array<unsigned char, 64> secret_{};  // Seed and public key, as libsodium keeps them.
};

}  // namespace mass
