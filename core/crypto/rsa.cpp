#include "core/crypto/rsa.hpp"

#include <openssl/bio.h>
#include <openssl/core_names.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <algorithm>
#include <bit>
#include <new>
#include <utility>

#include "core/crypto/certificate.hpp"
#include "core/crypto/der.hpp"
#include "core/crypto/openssl.hpp"

namespace mass {

namespace {

constexpr std::size_t kMostBits = 8192;
constexpr std::size_t kLeastBits = 128;
// A longer public exponent makes every verification as dear as a signature, and OpenSSL itself
// refuses it for moduli over 3,072 bits.
constexpr std::size_t kMostExponentOctets = 8;
// Twice what the largest accepted key takes: anything longer is hostile and not worth keeping.
constexpr std::size_t kMostCachedOctets = 4096;

std::size_t bits_of(std::string_view number) noexcept {
  const auto first = static_cast<unsigned char>(number.front());
  return 8 * number.size() - static_cast<std::size_t>(std::countl_zero(first));
}

bool is_odd(std::string_view number) noexcept {
  return (static_cast<unsigned char>(number.back()) & 1U) != 0;
}

// Source: RFC 8017 section 3.1, where e is odd and at least 3.
Result<void> check_numbers(const der::RsaNumbers& numbers) {
  const std::size_t bits = bits_of(numbers.modulus);
  if (bits > kMostBits) return fail(Errc::unsupported, "read RSA key: over 8,192 bits");
  if (bits < kLeastBits) return fail(Errc::malformed, "read RSA key: under 128 bits");
  if (!is_odd(numbers.modulus)) return fail(Errc::malformed, "read RSA key: even modulus");
  if (!is_odd(numbers.exponent) || numbers.exponent == "\x01") {
    return fail(Errc::malformed, "read RSA key: exponent is even or 1");
  }
  if (numbers.exponent.size() > kMostExponentOctets) {
    return fail(Errc::unsupported, "read RSA key: exponent over 64 bits");
  }
  return {};
}

// OpenSSL takes numbers in the byte order of the machine.
std::string in_native_order(std::string_view big_endian) {
  std::string number(big_endian);
  if constexpr (std::endian::native == std::endian::little) std::ranges::reverse(number);
  return number;
}

Key key_from(const der::RsaNumbers& numbers) {
  std::string modulus = in_native_order(numbers.modulus);
  std::string exponent = in_native_order(numbers.exponent);
  std::array<OSSL_PARAM, 3> parts{
      OSSL_PARAM_construct_BN(OSSL_PKEY_PARAM_RSA_N, octets_of(modulus), modulus.size()),
      OSSL_PARAM_construct_BN(OSSL_PKEY_PARAM_RSA_E, octets_of(exponent), exponent.size()),
      OSSL_PARAM_construct_end()};
  const KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr));
  EVP_PKEY* key = nullptr;
  if (context && EVP_PKEY_fromdata_init(context.get()) == 1) {
    EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, parts.data());
  }
  return Key(key);
}

// An encrypted key is refused; without this OpenSSL would ask for a password on the terminal.
int no_password(char* /*buffer*/, int /*size*/, int /*writing*/, void* /*data*/) {
  return -1;
}

std::string text_of(BIO* memory) {
  char* text = nullptr;
  const long length = BIO_get_mem_data(memory, &text);
  return {text, static_cast<std::size_t>(length)};
}

Bio memory_writer() {
  Bio memory(BIO_new(BIO_s_mem()));
  if (!memory) throw std::bad_alloc();
  return memory;
}

}  // namespace

std::size_t ReadyKey::bits() const noexcept {
  return static_cast<std::size_t>(EVP_PKEY_get_bits(key_.get()));
}

KeyContext ReadyKey::context(HashAlgorithm algorithm, const EVP_MD* digest) {
  Slot& slot = slots_[index_of(algorithm)];
  std::call_once(slot.once, [&] {
    KeyContext context(EVP_PKEY_CTX_new_from_pkey(nullptr, key_.get(), nullptr));
    if (context && start_(context.get()) == 1 &&
        EVP_PKEY_CTX_set_rsa_padding(context.get(), RSA_PKCS1_PADDING) == 1 &&
        EVP_PKEY_CTX_set_signature_md(context.get(), digest) == 1) {
      slot.ready = std::move(context);
    }
  });
  return KeyContext(slot.ready ? EVP_PKEY_CTX_dup(slot.ready.get()) : nullptr);
}

RsaPublicKey::RsaPublicKey(std::unique_ptr<Handle> handle) noexcept : handle_(std::move(handle)) {}
RsaPublicKey::~RsaPublicKey() = default;

Result<std::shared_ptr<const RsaPublicKey>> RsaPublicKey::from_der(std::string_view der) {
  const auto numbers = der::read_rsa_public_key(der);
  if (!numbers) return std::unexpected(numbers.error());
  if (auto sound = check_numbers(*numbers); !sound) return std::unexpected(sound.error());
  Key key = key_from(*numbers);
  if (!key) return fail(Errc::malformed, "read RSA key: " + take_openssl_error());
  auto handle = std::make_unique<Handle>(std::move(key), &EVP_PKEY_verify_recover_init);
  return std::shared_ptr<const RsaPublicKey>(new RsaPublicKey(std::move(handle)));
}

std::size_t RsaPublicKey::bits() const noexcept {
  return handle_->bits();
}

Recovered RsaPublicKey::recover(const Crypto& crypto, HashAlgorithm algorithm,
                                std::string_view signature, CostMeter& cost) const {
  Recovered recovered;
  if (signature.size() != handle_->octets()) return recovered;
  const EVP_MD* digest = crypto.algorithms_->digests[index_of(algorithm)].get();
  const KeyContext context = handle_->context(algorithm, digest);
  ++cost.public_operations;

  std::string opened(signature.size(), '\0');
  std::size_t length = opened.size();
  if (context && EVP_PKEY_verify_recover(context.get(), octets_of(opened), &length,
                                         octets_of(signature), signature.size()) == 1) {
    opened.resize(length);
    recovered = {true, std::move(opened)};
  } else {
    take_openssl_error();
  }
  return recovered;
}

RsaPrivateKey::RsaPrivateKey(std::unique_ptr<Handle> handle) noexcept
    : handle_(std::move(handle)) {}
RsaPrivateKey::~RsaPrivateKey() = default;

Result<std::shared_ptr<const RsaPrivateKey>> RsaPrivateKey::from_pem(std::string_view pem) {
  if (pem.empty()) return fail(Errc::malformed, "read private key: nothing there");
  if (pem.size() > 1 << 20) return fail(Errc::limit, "read private key: over 1 MiB");
  const Bio memory(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  if (!memory) throw std::bad_alloc();
  Key key(PEM_read_bio_PrivateKey(memory.get(), nullptr, &no_password, nullptr));
  const std::string reason = take_openssl_error();
  if (!key) {
    return fail(Errc::malformed, "read private key: not an unencrypted PEM private key: " + reason);
  }
  if (EVP_PKEY_is_a(key.get(), "RSA") != 1) {
    return fail(Errc::unsupported, "read private key: not an RSA key");
  }
  if (EVP_PKEY_get_bits(key.get()) > static_cast<int>(kMostBits)) {
    return fail(Errc::unsupported, "read private key: over 8,192 bits");
  }
  auto handle = std::make_unique<Handle>(std::move(key), &EVP_PKEY_sign_init);
  return std::shared_ptr<const RsaPrivateKey>(new RsaPrivateKey(std::move(handle)));
}

std::size_t RsaPrivateKey::bits() const noexcept {
  return handle_->bits();
}

std::string RsaPrivateKey::to_pem() const {
  const Bio memory = memory_writer();
  PEM_write_bio_PKCS8PrivateKey(memory.get(), handle_->get(), nullptr, nullptr, 0, nullptr,
                                nullptr);
  return text_of(memory.get());
}

std::string RsaPrivateKey::public_der() const {
  const Bio memory = memory_writer();
  i2d_PUBKEY_bio(memory.get(), handle_->get());
  return text_of(memory.get());
}

Result<std::string> RsaPrivateKey::sign(const Crypto& crypto, HashAlgorithm algorithm,
                                        std::string_view digest, CostMeter& cost) const {
  const EVP_MD* function = crypto.algorithms_->digests[index_of(algorithm)].get();
  const KeyContext context = handle_->context(algorithm, function);
  std::string signature(handle_->octets(), '\0');
  std::size_t length = signature.size();
  ++cost.private_operations;
  if (!context || EVP_PKEY_sign(context.get(), octets_of(signature), &length, octets_of(digest),
                                digest.size()) != 1) {
    return fail(Errc::unsupported, "sign " + std::string(name_of(algorithm)) +
                                       " with an RSA key of " + std::to_string(bits()) +
                                       " bits: " + take_openssl_error());
  }
  signature.resize(length);
  return signature;
}

template <class T>
Result<std::shared_ptr<const T>> PublicKeyCache::remembered(Known<T>& known, std::string_view der) {
  if (der.size() > kMostCachedOctets) return T::from_der(der);
  {
    const std::shared_lock lock(mutex_);
    if (const auto found = known.find(der); found != known.end()) return found->second;
  }
  auto made = T::from_der(der);
  const std::unique_lock lock(mutex_);
  if (known.size() >= capacity_) known.clear();
  // Another thread may have been faster; its object is the one to share.
  return known.try_emplace(std::string(der), std::move(made)).first->second;
}

Result<std::shared_ptr<const RsaPublicKey>> PublicKeyCache::rsa(std::string_view der) {
  return remembered(keys_, der);
}

Result<std::shared_ptr<const Certificate>> PublicKeyCache::certificate(std::string_view der) {
  return remembered(certificates_, der);
}

}  // namespace mass
