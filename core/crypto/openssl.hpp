#pragma once

#include <openssl/bn.h>
#include <openssl/evp.h>

#include <array>
#include <memory>
#include <mutex>
#include <string>

#include "core/crypto/crypto.hpp"
#include "core/crypto/rsa.hpp"

/// How this room holds the objects of OpenSSL. Private to core/crypto.
namespace mass {

template <auto Free>
struct Released {
  template <class T>
  void operator()(T* object) const noexcept {
    Free(object);
  }
};

using Digest = std::unique_ptr<EVP_MD, Released<EVP_MD_free>>;
using DigestContext = std::unique_ptr<EVP_MD_CTX, Released<EVP_MD_CTX_free>>;
using Mac = std::unique_ptr<EVP_MAC, Released<EVP_MAC_free>>;
using MacContext = std::unique_ptr<EVP_MAC_CTX, Released<EVP_MAC_CTX_free>>;
using Key = std::unique_ptr<EVP_PKEY, Released<EVP_PKEY_free>>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, Released<EVP_PKEY_CTX_free>>;
using BigNumber = std::unique_ptr<BIGNUM, Released<BN_clear_free>>;

inline constexpr std::size_t kHashCount = 4;
[[nodiscard]] constexpr std::size_t index_of(HashAlgorithm algorithm) noexcept {
  return static_cast<std::size_t>(algorithm);
}

/// Empties OpenSSL's queue of errors of this thread, so that a failed signature leaves nothing
/// behind. Gives the text of the oldest one.
std::string take_openssl_error();

struct Crypto::Algorithms {
  std::array<Digest, kHashCount> digests;
  /// HMAC contexts that know their digest but have no key yet; a copy of one takes two thirds of
  /// the time that choosing the digest anew takes.
  std::array<MacContext, kHashCount> macs;
};

/// A key with one ready context per digest for one operation. To copy a ready context takes a
/// tenth of a microsecond, to prepare one takes several: half as long as the 1,024 bit verification
/// that follows. Contexts are prepared on first use and never used themselves, only copied.
class ReadyKey {
 public:
  using Start = int (*)(EVP_PKEY_CTX*);
  ReadyKey(Key key, Start start) noexcept : key_(std::move(key)), start_(start) {}

  [[nodiscard]] EVP_PKEY* get() const noexcept { return key_.get(); }
  [[nodiscard]] std::size_t bits() const noexcept;
  [[nodiscard]] std::size_t octets() const noexcept { return (bits() + 7) / 8; }

  /// Null if OpenSSL does not do this operation with this digest.
  [[nodiscard]] KeyContext context(HashAlgorithm algorithm, const EVP_MD* digest);

 private:
  struct Slot {
    std::once_flag once;
    KeyContext ready;
  };
  Key key_;
  Start start_;
  std::array<Slot, kHashCount> slots_;
};

struct RsaPublicKey::Handle : ReadyKey {
  using ReadyKey::ReadyKey;
};

struct RsaPrivateKey::Handle : ReadyKey {
  using ReadyKey::ReadyKey;
};

}  // namespace mass
