#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "core/base/error.hpp"

/// The little of DER that RSA public keys need. Private to core/crypto.
namespace mass::der {

/// Tags. Source: X.690 section 8.
inline constexpr std::uint8_t kInteger = 0x02;
inline constexpr std::uint8_t kBitString = 0x03;
inline constexpr std::uint8_t kNull = 0x05;
inline constexpr std::uint8_t kObjectIdentifier = 0x06;
inline constexpr std::uint8_t kSequence = 0x30;

/// Reads one element after the other. Accepts definite lengths in their shortest form only.
class Reader {
 public:
  explicit Reader(std::string_view octets) noexcept : rest_(octets) {}

  [[nodiscard]] bool at_end() const noexcept { return rest_.empty(); }
  [[nodiscard]] bool next_is(std::uint8_t tag) const noexcept;

  /// The content of the next element if it has this tag and fits what is left; else nothing, and
  /// the reader stays where it is.
  [[nodiscard]] std::optional<std::string_view> take(std::uint8_t tag) noexcept;

 private:
  std::string_view rest_;
};

/// Big-endian, without leading zeros. The views point into what was read.
struct RsaNumbers {
  std::string_view modulus;
  std::string_view exponent;
};

/// Reads a SubjectPublicKeyInfo or a bare RSAPublicKey; nothing may follow it. Errc::malformed, or
/// Errc::unsupported for another kind of key. The numbers are positive, nothing else is known of
/// them. Source: RFC 5280 section 4.1, RFC 3279 section 2.3.1, RFC 8017 appendix A.1.1.
[[nodiscard]] Result<RsaNumbers> read_rsa_public_key(std::string_view der);

}  // namespace mass::der
