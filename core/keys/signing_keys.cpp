#include "core/keys/signing_keys.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <mutex>
#include <vector>

#include "core/base/random.hpp"
#include "core/base/text.hpp"
#include "core/keys/test_authority.hpp"

namespace mass {

namespace {

std::unexpected<Error> no_key(std::string_view domain, std::string_view selector) {
  return fail(Errc::missing, fmt::format("no private key for {}._domainkey.{}", printable(selector),
                                         printable(domain)));
}

std::unexpected<Error> no_secret(std::string_view domain, int number) {
  return fail(Errc::missing, fmt::format("no secret {} of domain {}", number, printable(domain)));
}

}  // namespace

Result<void> GivenKeys::add_pem(std::string_view pem) {
  if (auto key = Ed25519PrivateKey::from_pem(pem)) {
    ed25519_key = *std::move(key);
    return {};
  }
  auto key = RsaPrivateKey::from_pem(pem);
  if (!key) return std::unexpected(key.error());
  rsa_key = *std::move(key);
  return {};
}

Result<std::shared_ptr<const RsaPrivateKey>> GivenKeys::rsa(std::string_view domain,
                                                            std::string_view selector) const {
  if (!rsa_key) return no_key(domain, selector);
  return rsa_key;
}

Result<std::shared_ptr<const Ed25519PrivateKey>> SigningKeys::ed25519(
    std::string_view domain, std::string_view selector) const {
  return no_key(domain, selector);
}

Result<std::shared_ptr<const Ed25519PrivateKey>> GivenKeys::ed25519(
    std::string_view domain, std::string_view selector) const {
  if (!ed25519_key) return no_key(domain, selector);
  return ed25519_key;
}

Result<std::string> GivenKeys::secret(std::string_view domain, int number) const {
  if (!shared_secret) return no_secret(domain, number);
  return *shared_secret;
}

Result<CertifiedKey> SigningKeys::certified(std::string_view domain,
                                            const CertificateNames& /*names*/) const {
  return fail(Errc::missing, "no certificate of " + printable(domain));
}

Result<CertifiedKey> GivenKeys::certified(std::string_view domain,
                                          const CertificateNames& names) const {
  if (!rsa_key || !certificate) return SigningKeys::certified(domain, names);
  return CertifiedKey{rsa_key, certificate, chain};
}

struct DerivedKeys::Pool {
  struct Slot {
    std::once_flag once;
    Result<std::shared_ptr<const RsaPrivateKey>> key;
  };
  explicit Pool(std::size_t size) : slots(std::max<std::size_t>(size, 1)) {}
  std::vector<Slot> slots;
};

DerivedKeys::DerivedKeys(std::uint64_t seed, int rsa_bits, std::size_t pool_size)
    : seed_(seed),
      rsa_bits_(rsa_bits),
      pool_(std::make_unique<Pool>(pool_size)),
      authority_(std::make_unique<TestAuthority>(*this, seed, rsa_bits)) {}
DerivedKeys::~DerivedKeys() = default;

Result<std::shared_ptr<const RsaPrivateKey>> DerivedKeys::rsa(std::string_view domain,
                                                              std::string_view selector) const {
  if (domain.empty()) return no_key(domain, selector);
  RandomSource choice(seed_, {"rsa slot", ascii_lower(domain), ascii_lower(selector)});
  const std::uint64_t index = choice.below(pool_->slots.size());
  Pool::Slot& slot = pool_->slots[index];
  std::call_once(slot.once, [&] {
    RandomSource random(seed_, {"rsa key", std::to_string(rsa_bits_), std::to_string(index)});
    slot.key = RsaPrivateKey::derive(random, rsa_bits_);
  });
  return slot.key;
}

Result<std::shared_ptr<const Ed25519PrivateKey>> DerivedKeys::ed25519(
    std::string_view domain, std::string_view selector) const {
  if (domain.empty()) return no_key(domain, selector);
  RandomSource random(seed_, {"ed25519 key", ascii_lower(domain), ascii_lower(selector)});
  return Ed25519PrivateKey::derive(random);
}

Result<std::string> DerivedKeys::secret(std::string_view domain, int number) const {
  if (domain.empty()) return no_secret(domain, number);
  RandomSource random(seed_, {"secret", ascii_lower(domain), std::to_string(number)});
  // Hexadecimal, so that it can be handed to other software as it is; 64 digits are the longest
  // key that HMAC does not hash first.
  return to_hex(random.octets(32));
}

Result<CertifiedKey> DerivedKeys::certified(std::string_view domain,
                                            const CertificateNames& names) const {
  if (domain.empty()) return SigningKeys::certified(domain, names);
  return authority_->certify(ascii_lower(domain), names);
}

Certificates DerivedKeys::trust_anchors() const {
  return authority_->anchors();
}

}  // namespace mass
