#include "core/crypto/crypto.hpp"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/params.h>

#include <array>
#include <utility>

#include "core/crypto/openssl.hpp"

namespace mass {

namespace {

// In the order of HashAlgorithm. OpenSSL knows the digests by the same names.
constexpr std::array<const char*, kHashCount> kHashNames{"sha1", "sha256", "sha512",
                                                         "md5",  "sha224", "sha384"};

MacContext keyless_mac(EVP_MAC* hmac, const char* digest) {
  MacContext context(EVP_MAC_CTX_new(hmac));
  // OpenSSL asks for a writable string here and only reads it.
  const std::array<OSSL_PARAM, 2> settings{
      OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, const_cast<char*>(digest), 0),
      OSSL_PARAM_construct_end()};
  if (context && EVP_MAC_CTX_set_params(context.get(), settings.data()) != 1) context.reset();
  return context;
}

}  // namespace

std::string take_openssl_error() {
  std::array<char, 256> text{};
  if (const unsigned long code = ERR_get_error(); code != 0) {
    ERR_error_string_n(code, text.data(), text.size());
  }
  ERR_clear_error();
  return text.data();
}

std::string_view name_of(HashAlgorithm algorithm) noexcept {
  return kHashNames[index_of(algorithm)];
}

struct Hasher::State {
  DigestContext context;
  std::uint64_t octets = 0;
};

Hasher::Hasher(std::unique_ptr<State> state) noexcept : state_(std::move(state)) {}
Hasher::Hasher(Hasher&&) noexcept = default;
Hasher& Hasher::operator=(Hasher&&) noexcept = default;
Hasher::~Hasher() = default;

void Hasher::write(std::string_view octets) {
  demand(EVP_DigestUpdate(state_->context.get(), octets.data(), octets.size()) == 1);
  state_->octets += octets.size();
}

std::string Hasher::finish(CostMeter& cost) {
  EVP_MD_CTX* context = state_->context.get();
  std::string digest(static_cast<std::size_t>(EVP_MD_CTX_get_size(context)), '\0');
  demand(EVP_DigestFinal_ex(context, octets_of(digest), nullptr) == 1);
  cost.hashed_octets += state_->octets;
  ++cost.hash_operations;
  return digest;
}

Crypto::Crypto() : algorithms_(std::make_unique<Algorithms>()) {}
Crypto::~Crypto() = default;

Result<std::shared_ptr<const Crypto>> Crypto::create() {
  std::shared_ptr<Crypto> crypto(new Crypto);
  const Mac hmac(EVP_MAC_fetch(nullptr, OSSL_MAC_NAME_HMAC, nullptr));
  for (std::size_t i = 0; i < kHashCount; ++i) {
    auto& digest = crypto->algorithms_->digests[i];
    auto& mac = crypto->algorithms_->macs[i];
    digest.reset(EVP_MD_fetch(nullptr, kHashNames[i], nullptr));
    if (digest && hmac) mac = keyless_mac(hmac.get(), kHashNames[i]);
    if (!digest || !mac) {
      return fail(Errc::missing, std::string("fetch ") + kHashNames[i] +
                                     " and its HMAC from OpenSSL: " + take_openssl_error());
    }
  }
  return crypto;
}

Hasher Crypto::hasher(HashAlgorithm algorithm) const {
  auto state = std::make_unique<Hasher::State>();
  state->context.reset(EVP_MD_CTX_new());
  demand(state->context != nullptr);
  const EVP_MD* digest = algorithms_->digests[index_of(algorithm)].get();
  demand(EVP_DigestInit_ex2(state->context.get(), digest, nullptr) == 1);
  return Hasher(std::move(state));
}

std::string Crypto::digest(HashAlgorithm algorithm, std::string_view octets,
                           CostMeter& cost) const {
  Hasher running = hasher(algorithm);
  running.write(octets);
  return running.finish(cost);
}

std::string Crypto::hmac(HashAlgorithm algorithm, std::string_view key, std::string_view octets,
                         CostMeter& cost) const {
  const MacContext context(EVP_MAC_CTX_dup(algorithms_->macs[index_of(algorithm)].get()));
  demand(context != nullptr);
  // A null pointer would mean "the key set before", so an empty key needs an address too.
  const std::string_view addressed = key.empty() ? std::string_view("") : key;
  demand(EVP_MAC_init(context.get(), octets_of(addressed), addressed.size(), nullptr) == 1);
  demand(EVP_MAC_update(context.get(), octets_of(octets), octets.size()) == 1);
  std::string mac(EVP_MAC_CTX_get_mac_size(context.get()), '\0');
  std::size_t length = 0;
  demand(EVP_MAC_final(context.get(), octets_of(mac), &length, mac.size()) == 1);
  cost.hashed_octets += octets.size();
  ++cost.mac_operations;
  return mac;
}

bool equal_constant_time(std::string_view left, std::string_view right) noexcept {
  return left.size() == right.size() &&
         (left.empty() || CRYPTO_memcmp(left.data(), right.data(), left.size()) == 0);
}

}  // namespace mass
