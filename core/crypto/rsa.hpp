#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "core/base/error.hpp"
#include "core/crypto/crypto.hpp"

namespace mass {

class Certificate;
class RandomSource;

/// What a signature value says under a key, before anything is compared.
struct Recovered {
  bool padding_sound = false;  ///< The value is a PKCS#1 v1.5 signature block made with this key.
  std::string digest;          ///< The digest the signer signed; empty unless the padding is sound.
};

/// A public RSA key. Immutable, safe to share between threads.
class RsaPublicKey {
 public:
  /// From the DER of a SubjectPublicKeyInfo or of a bare RSAPublicKey. The two integers are read
  /// here and the key is built from them, because OpenSSL's generic decoder takes longer than a
  /// verification does. Fails with Errc::malformed, or Errc::unsupported for a key that is not RSA
  /// or over 8,192 bits.
  [[nodiscard]] static Result<std::shared_ptr<const RsaPublicKey>> from_der(std::string_view der);
  ~RsaPublicKey();

  [[nodiscard]] std::size_t bits() const noexcept;

  /// One public-key operation. A signature of another length than the modulus is unsound, not an
  /// error. Source: RFC 8017 section 8.2.2 (RSASSA-PKCS1-v1_5).
  [[nodiscard]] Recovered recover(const Crypto& crypto, HashAlgorithm algorithm,
                                  std::string_view signature, CostMeter& cost) const;

 private:
  struct Handle;
  explicit RsaPublicKey(std::unique_ptr<Handle> handle) noexcept;
  std::unique_ptr<Handle> handle_;
};

/// A private RSA key. Immutable, safe to share between threads.
class RsaPrivateKey {
 public:
  [[nodiscard]] static Result<std::shared_ptr<const RsaPrivateKey>> from_pem(std::string_view pem);

  /// A key made from random octets by a fixed procedure: the same octets of `random` give the same
  /// key anywhere. For tests and simulations, where every machine must compute the same signature.
  /// `bits` in [512, 4096], even.
  [[nodiscard]] static Result<std::shared_ptr<const RsaPrivateKey>> derive(RandomSource& random,
                                                                           int bits);
  ~RsaPrivateKey();

  [[nodiscard]] std::size_t bits() const noexcept;
  [[nodiscard]] std::string to_pem() const;      ///< PKCS#8, unencrypted.
  [[nodiscard]] std::string public_der() const;  ///< SubjectPublicKeyInfo.

  /// RSASSA-PKCS1-v1_5 over a digest. Source: RFC 8017 section 8.2.1.
  [[nodiscard]] Result<std::string> sign(const Crypto& crypto, HashAlgorithm algorithm,
                                         std::string_view digest, CostMeter& cost) const;

 private:
  struct Handle;
  explicit RsaPrivateKey(std::unique_ptr<Handle> handle) noexcept;
  std::unique_ptr<Handle> handle_;
};

/// Keeps parsed public keys and certificates by their DER, so that each is built once and not once
/// per message. Thread-safe; holds at most `capacity` of either and starts over when full.
class PublicKeyCache {
 public:
  explicit PublicKeyCache(std::size_t capacity = 4096) : capacity_(capacity) {}
  [[nodiscard]] Result<std::shared_ptr<const RsaPublicKey>> rsa(std::string_view der);

  /// `Certificate::from_der`, remembered.
  [[nodiscard]] Result<std::shared_ptr<const Certificate>> certificate(std::string_view der);

 private:
  // Lets a view be looked up without copying it.
  struct Hash : std::hash<std::string_view> {
    using is_transparent = void;
  };
  template <class T>
  using Known =
      std::unordered_map<std::string, Result<std::shared_ptr<const T>>, Hash, std::equal_to<>>;

  template <class T>
  [[nodiscard]] Result<std::shared_ptr<const T>> remembered(Known<T>& known, std::string_view der);

  std::size_t capacity_;
  std::shared_mutex mutex_;
  Known<RsaPublicKey> keys_;
  Known<Certificate> certificates_;
};

}  // namespace mass
