#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "core/base/random.hpp"
#include "core/base/text.hpp"
#include "core/crypto/rsa.hpp"

/// What the tests of this folder share.
namespace mass {

/// Throws if the library of algorithms is not complete; then nothing here can be tested.
inline std::shared_ptr<const Crypto> make_crypto() {
  return Crypto::create().value();
}

inline std::string octets_of(std::string_view hex) {
  return from_hex(hex).value();
}

inline std::shared_ptr<const RsaPrivateKey> derived_key(std::string_view name, int bits) {
  RandomSource random(7, {name});
  return RsaPrivateKey::derive(random, bits).value();
}

}  // namespace mass
