#pragma once

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <array>
#include <memory>
#include <mutex>
#include <new>
#include <string>
#include <string_view>
#include <vector>

#include "core/crypto/certificate.hpp"
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
using Bio = std::unique_ptr<BIO, Released<BIO_free>>;
using X509Object = std::unique_ptr<X509, Released<X509_free>>;
using X509List = std::unique_ptr<X509_CRL, Released<X509_CRL_free>>;
using X509Name = std::unique_ptr<X509_NAME, Released<X509_NAME_free>>;
using X509Store = std::unique_ptr<X509_STORE, Released<X509_STORE_free>>;
using X509StoreContext = std::unique_ptr<X509_STORE_CTX, Released<X509_STORE_CTX_free>>;
using GeneralNames = std::unique_ptr<GENERAL_NAMES, Released<GENERAL_NAMES_free>>;
using BigNumber = std::unique_ptr<BIGNUM, Released<BN_clear_free>>;

inline constexpr std::size_t kHashCount = 6;
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

struct Certificate::Handle {
  X509Object x509;
  std::string der;
  std::string subject_der;
  std::string issuer_der;
  std::string serial_der;  ///< INTEGER with tag.
  std::string key_id;      ///< Octets of subjectKeyIdentifier; empty if there is none.
  std::string subject_id;
  std::string issuer_id;
  std::vector<std::string> common_names;
  std::vector<std::string> emails;
  std::vector<std::string> dns_names;
  Time not_before{};
  Time not_after{};
  std::string public_key_der;
  Result<std::shared_ptr<const RsaPublicKey>> rsa_key;
};

/// `Certificate::subject_id` of a name.
[[nodiscard]] std::string name_id(const X509_NAME* name);

/// For what fails for want of memory only: digests, and arithmetic on numbers of a key's size.
inline void demand(bool done) {
  if (!done) throw std::bad_alloc();
}

[[nodiscard]] inline const unsigned char* octets_of(std::string_view text) noexcept {
  return reinterpret_cast<const unsigned char*>(text.data());
}

[[nodiscard]] inline unsigned char* octets_of(std::string& text) noexcept {
  return reinterpret_cast<unsigned char*>(text.data());
}

}  // namespace mass
