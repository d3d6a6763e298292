#pragma once

#include <string>
#include <string_view>

#include "core/base/error.hpp"

namespace mass {

/// A public RSA key as two numbers, big-endian, without leading zeros: how schemes carry it that do
/// not carry DER.
struct RsaNumbers {
  std::string exponent;
  std::string modulus;
};

/// Reads a SubjectPublicKeyInfo or a bare RSAPublicKey; Errc::malformed or Errc::unsupported.
[[nodiscard]] Result<RsaNumbers> rsa_numbers_of(std::string_view der);

/// The DER of an RSAPublicKey, as PublicKeyCache takes it. Neither number may be empty. Source: RFC
/// 8017 appendix A.1.1.
[[nodiscard]] std::string rsa_public_der(const RsaNumbers& numbers);

}  // namespace mass
