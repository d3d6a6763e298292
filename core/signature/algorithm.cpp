#include "core/signature/algorithm.hpp"

#include <array>
#include <utility>

namespace mass::signature {

namespace {

// In the order of Algorithm.
constexpr std::array<std::string_view, 3> kNames{"rsa-sha256", "ed25519-sha256", "rsa-sha1"};

}  // namespace

std::string_view name_of(KeyType type) noexcept {
  return type == KeyType::rsa ? "rsa" : "ed25519";
}

std::optional<Algorithm> parse_algorithm(std::string_view text) noexcept {
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if (kNames[i] == text) return static_cast<Algorithm>(i);
  }
  return std::nullopt;
}

std::string_view name_of(Algorithm algorithm) noexcept {
  return kNames[static_cast<std::size_t>(algorithm)];
}

HashAlgorithm hash_of(Algorithm algorithm) noexcept {
  return algorithm == Algorithm::rsa_sha1 ? HashAlgorithm::sha1 : HashAlgorithm::sha256;
}

KeyType key_type_of(Algorithm algorithm) noexcept {
  return algorithm == Algorithm::ed25519_sha256 ? KeyType::ed25519 : KeyType::rsa;
}

std::size_t bits_of(const PublicKey& key) noexcept {
  const auto* const rsa = std::get_if<std::shared_ptr<const RsaPublicKey>>(&key);
  return rsa != nullptr ? (*rsa)->bits() : 8 * kEd25519KeyOctets;
}

Match compare(const PublicKey& key, Algorithm algorithm, std::string_view digest,
              std::string_view signature, const Crypto& crypto, CostMeter& cost) {
  if (key_type_of(algorithm) == KeyType::ed25519) {
    const auto* const octets = std::get_if<std::string>(&key);
    const bool holds = octets != nullptr && verify_ed25519(*octets, digest, signature, cost);
    return holds ? Match::good : Match::foreign;
  }
  const auto* const rsa = std::get_if<std::shared_ptr<const RsaPublicKey>>(&key);
  if (rsa == nullptr) return Match::foreign;
  const Recovered recovered = (*rsa)->recover(crypto, hash_of(algorithm), signature, cost);
  if (!recovered.padding_sound) return Match::foreign;
  return recovered.digest == digest ? Match::good : Match::altered;
}

Result<PrivateKey> PrivateKey::find(const SigningKeys& keys, KeyType type, std::string_view domain,
                                    std::string_view selector) {
  if (type == KeyType::ed25519) {
    auto key = keys.ed25519(domain, selector);
    if (!key) return std::unexpected(key.error());
    return PrivateKey(*std::move(key));
  }
  auto key = keys.rsa(domain, selector);
  if (!key) return std::unexpected(key.error());
  return PrivateKey(*std::move(key));
}

std::size_t PrivateKey::bits() const noexcept {
  const auto* const rsa = std::get_if<std::shared_ptr<const RsaPrivateKey>>(&key_);
  return rsa != nullptr ? (*rsa)->bits() : 8 * kEd25519KeyOctets;
}

std::string PrivateKey::public_data() const {
  if (const auto* rsa = std::get_if<0>(&key_)) return (*rsa)->public_der();
  return std::get<1>(key_)->public_key();
}

Result<std::string> PrivateKey::sign(Algorithm algorithm, std::string_view digest,
                                     const Crypto& crypto, CostMeter& cost) const {
  if (const auto* rsa = std::get_if<0>(&key_)) {
    return (*rsa)->sign(crypto, hash_of(algorithm), digest, cost);
  }
  return std::get<1>(key_)->sign(digest, cost);
}

Result<std::expected<PrivateKey, std::string>> find_signing_key(const SigningKeys& keys,
                                                                Algorithm algorithm,
                                                                std::string_view domain,
                                                                std::string_view selector,
                                                                std::size_t least_bits) {
  using Found = std::expected<PrivateKey, std::string>;
  auto key = PrivateKey::find(keys, key_type_of(algorithm), domain, selector);
  if (!key && key.error().code != Errc::missing) return std::unexpected(key.error());
  if (!key) return Found(std::unexpected("no_key"));
  const bool is_rsa = key_type_of(algorithm) == KeyType::rsa;
  if (is_rsa && (key->bits() < least_bits || key->bits() > kMostKeyBits)) {
    return Found(std::unexpected("key_unsuitable"));
  }
  return Found(*std::move(key));
}

}  // namespace mass::signature
