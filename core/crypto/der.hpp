#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.hpp"
#include "core/base/time.hpp"

/// The little of DER that RSA keys, certificates, signed messages and a scheme's own attributes
/// need.
namespace mass::der {

/// Tags. Source: X.690 section 8.
inline constexpr std::uint8_t kBoolean = 0x01;
inline constexpr std::uint8_t kInteger = 0x02;
inline constexpr std::uint8_t kBitString = 0x03;
inline constexpr std::uint8_t kOctetString = 0x04;
inline constexpr std::uint8_t kNull = 0x05;
inline constexpr std::uint8_t kObjectIdentifier = 0x06;
inline constexpr std::uint8_t kUtf8String = 0x0C;
inline constexpr std::uint8_t kUtcTime = 0x17;
inline constexpr std::uint8_t kGeneralizedTime = 0x18;
inline constexpr std::uint8_t kSequence = 0x30;
inline constexpr std::uint8_t kSet = 0x31;
/// A context-specific tag with elements inside, and one with plain octets.
[[nodiscard]] constexpr std::uint8_t inside(std::uint8_t number) noexcept {
  return static_cast<std::uint8_t>(0xA0U | number);
}
[[nodiscard]] constexpr std::uint8_t plain(std::uint8_t number) noexcept {
  return static_cast<std::uint8_t>(0x80U | number);
}

/// An element as it stands: `whole` includes tag and length.
struct Element {
  std::uint8_t tag = 0;
  std::string_view content;
  std::string_view whole;
};

/// Reads one element after the other. Accepts definite lengths in their shortest form only.
class Reader {
 public:
  explicit Reader(std::string_view octets) noexcept : rest_(octets) {}

  [[nodiscard]] bool at_end() const noexcept { return rest_.empty(); }
  [[nodiscard]] bool next_is(std::uint8_t tag) const noexcept;

  /// The content of the next element if it has this tag and fits what is left; else nothing, and
  /// the reader stays where it is.
  [[nodiscard]] std::optional<std::string_view> take(std::uint8_t tag) noexcept;

  /// The next element, whatever it is; tags of one octet only.
  [[nodiscard]] std::optional<Element> take_any() noexcept;

 private:
  std::string_view rest_;
};

/// Writes one element; the length in its shortest form.
[[nodiscard]] std::string element(std::uint8_t tag, std::string_view content);

/// Writes SEQUENCE of these parts.
[[nodiscard]] std::string sequence(std::initializer_list<std::string_view> parts);

/// Writes SET OF: the members sorted by their octets. Source: X.690 section 11.6.
[[nodiscard]] std::string set_of(std::vector<std::string> members);

[[nodiscard]] std::string integer(std::uint64_t number);
[[nodiscard]] std::string bit_string(std::string_view octets);

/// `1.2.840.113549.1.7.1` as an element. Errc::malformed for what is not two or more numbers.
[[nodiscard]] Result<std::string> object_identifier(std::string_view dotted);

/// The numbers of an object identifier from its content; nothing for a damaged or huge one.
[[nodiscard]] std::optional<std::string> dotted(std::string_view content);

/// UTCTime up to 2049, GeneralizedTime after. Source: RFC 5280 section 4.1.2.5, RFC 5652 section
/// 11.3.
[[nodiscard]] std::string time(Time moment);

/// Reads either form, in Zulu time with seconds as DER has it; nothing for anything else.
[[nodiscard]] std::optional<Time> read_time(const Element& element) noexcept;

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
