#include "core/crypto/ed25519.hpp"

#include <sodium.h>

#include <algorithm>

#include "core/base/random.hpp"
#include "core/crypto/der.hpp"
#include "core/crypto/openssl.hpp"
#include "core/crypto/pem.hpp"
#include "core/message/codec.hpp"

namespace mass {

namespace {

// The content of the object identifier 1.3.101.112. Source: RFC 8410 section 3.
constexpr std::string_view kEd25519("\x2b\x65\x70", 3);

// The seed inside a PKCS#8 private key; empty if it is none for Ed25519. What may follow the key
// (attributes, the public key) says nothing new. Source: RFC 8410 section 7.
std::string_view seed_in(std::string_view pkcs8) {
  auto whole = der::Reader(pkcs8).take(der::kSequence);
  if (!whole) return {};
  der::Reader parts(*whole);
  const auto version = parts.take(der::kInteger);
  const auto algorithm = parts.take(der::kSequence);
  const auto wrapped = parts.take(der::kOctetString);
  if (!version || !algorithm || !wrapped) return {};
  if (der::Reader(*algorithm).take(der::kObjectIdentifier) != kEd25519) return {};
  const auto seed = der::Reader(*wrapped).take(der::kOctetString);
  return seed && seed->size() == kEd25519KeyOctets ? *seed : std::string_view();
}

}  // namespace

bool verify_ed25519(std::string_view public_key, std::string_view message,
                    std::string_view signature, CostMeter& cost) {
  if (public_key.size() != kEd25519KeyOctets || signature.size() != kEd25519SignatureOctets) {
    return false;
  }
  ++cost.public_operations;
  return crypto_sign_ed25519_verify_detached(octets_of(signature), octets_of(message),
                                             message.size(), octets_of(public_key)) == 0;
}

Ed25519PrivateKey::Ed25519PrivateKey(std::string_view seed) {
  std::array<unsigned char, kEd25519KeyOctets> public_key{};
  crypto_sign_ed25519_seed_keypair(public_key.data(), secret_.data(), octets_of(seed));
}

Ed25519PrivateKey::~Ed25519PrivateKey() {
  sodium_memzero(secret_.data(), secret_.size());
}

Result<std::shared_ptr<const Ed25519PrivateKey>> Ed25519PrivateKey::from_pem(std::string_view pem) {
  const auto blocks = pem_blocks(pem);
  if (!blocks) return std::unexpected(blocks.error());
  for (const PemBlock& block : *blocks) {
    const std::string_view seed = seed_in(block.der);
    if (block.label != "PRIVATE KEY" || seed.empty()) continue;
    return std::shared_ptr<const Ed25519PrivateKey>(new Ed25519PrivateKey(seed));
  }
  return fail(Errc::malformed, "read private key: no unencrypted Ed25519 key in PEM");
}

std::shared_ptr<const Ed25519PrivateKey> Ed25519PrivateKey::derive(RandomSource& random) {
  return std::shared_ptr<const Ed25519PrivateKey>(
      new Ed25519PrivateKey(random.octets(kEd25519KeyOctets)));
}

std::string Ed25519PrivateKey::to_pem() const {
  const std::string seed(reinterpret_cast<const char*>(secret_.data()), kEd25519KeyOctets);
  const std::string der = der::sequence(
      {der::integer(0), der::sequence({der::element(der::kObjectIdentifier, kEd25519)}),
       der::element(der::kOctetString, der::element(der::kOctetString, seed))});
  return "-----BEGIN PRIVATE KEY-----\n" + base64_encode(der) + "\n-----END PRIVATE KEY-----\n";
}

std::string Ed25519PrivateKey::public_key() const {
  return {reinterpret_cast<const char*>(secret_.data()) + kEd25519KeyOctets, kEd25519KeyOctets};
}

std::string Ed25519PrivateKey::sign(std::string_view message, CostMeter& cost) const {
  std::string signature(kEd25519SignatureOctets, '\0');
  ++cost.private_operations;
  crypto_sign_ed25519_detached(reinterpret_cast<unsigned char*>(signature.data()), nullptr,
                               octets_of(message), message.size(), secret_.data());
  return signature;
}

}  // namespace mass
