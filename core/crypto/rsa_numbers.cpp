#include "core/crypto/rsa_numbers.hpp"

#include "core/crypto/der.hpp"

namespace mass {

namespace {

// Source: X.690 section 8.1.3, definite form.
std::string element(std::uint8_t tag, std::string_view content) {
  std::string octets(1, static_cast<char>(tag));
  if (content.size() < 0x80) {
    octets += static_cast<char>(content.size());
  } else {
    std::string length;
    for (std::size_t left = content.size(); left > 0; left >>= 8U) {
      length.insert(length.begin(), static_cast<char>(left & 0xFFU));
    }
    octets += static_cast<char>(0x80U | length.size());
    octets += length;
  }
  octets += content;
  return octets;
}

std::string positive_integer(std::string_view number) {
  const bool looks_negative = (static_cast<unsigned char>(number.front()) & 0x80U) != 0;
  return element(der::kInteger,
                 (looks_negative ? std::string(1, '\0') : std::string()) + std::string(number));
}

}  // namespace

Result<RsaNumbers> rsa_numbers_of(std::string_view der) {
  const auto numbers = der::read_rsa_public_key(der);
  if (!numbers) return std::unexpected(numbers.error());
  return RsaNumbers{std::string(numbers->exponent), std::string(numbers->modulus)};
}

std::string rsa_public_der(const RsaNumbers& numbers) {
  return element(der::kSequence,
                 positive_integer(numbers.modulus) + positive_integer(numbers.exponent));
}

}  // namespace mass
