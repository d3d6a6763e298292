#include "core/crypto/der.hpp"

namespace mass::der {

namespace {

// rsaEncryption, 1.2.840.113549.1.1.1.
constexpr std::string_view kRsaEncryption = "\x2A\x86\x48\x86\xF7\x0D\x01\x01\x01";

std::uint8_t octet(std::string_view text, std::size_t at) noexcept {
  return static_cast<std::uint8_t>(text[at]);
}

std::optional<std::string_view> take_positive_integer(Reader& reader) noexcept {
  const auto content = reader.take(kInteger);
  if (!content || content->empty()) return std::nullopt;
  std::string_view number = *content;
  if (octet(number, 0) >= 0x80) return std::nullopt;  // negative
  if (octet(number, 0) == 0) {
    number.remove_prefix(1);
    // Either zero itself, or a zero octet that the sign does not call for.
    if (number.empty() || octet(number, 0) < 0x80) return std::nullopt;
  }
  return number;
}

Result<RsaNumbers> read_numbers(Reader sequence) {
  const auto modulus = take_positive_integer(sequence);
  const auto exponent = take_positive_integer(sequence);
  if (!modulus || !exponent || !sequence.at_end()) {
    return fail(Errc::malformed, "read RSA key: not two positive integers");
  }
  return RsaNumbers{*modulus, *exponent};
}

Result<RsaNumbers> read_key_info(Reader info) {
  const auto algorithm = info.take(kSequence);
  const auto bits = info.take(kBitString);
  if (!algorithm || !bits || !info.at_end()) {
    return fail(Errc::malformed, "read public key: not an algorithm and a bit string");
  }

  Reader algorithm_parts(*algorithm);
  const auto identifier = algorithm_parts.take(kObjectIdentifier);
  if (!identifier) return fail(Errc::malformed, "read public key: no algorithm identifier");
  if (*identifier != kRsaEncryption) {
    return fail(Errc::unsupported, "read public key: not an RSA key");
  }
  const auto parameters = algorithm_parts.take(kNull);
  if ((parameters && !parameters->empty()) || !algorithm_parts.at_end()) {
    return fail(Errc::malformed, "read public key: RSA takes no algorithm parameters");
  }

  // The first octet of a bit string counts the unused bits.
  if (bits->empty() || octet(*bits, 0) != 0) {
    return fail(Errc::malformed, "read public key: key is not a whole number of octets");
  }
  Reader key(bits->substr(1));
  const auto numbers = key.take(kSequence);
  if (!numbers || !key.at_end()) {
    return fail(Errc::malformed, "read public key: bit string holds no RSA key");
  }
  return read_numbers(Reader(*numbers));
}

}  // namespace

bool Reader::next_is(std::uint8_t tag) const noexcept {
  return !rest_.empty() && octet(rest_, 0) == tag;
}

std::optional<std::string_view> Reader::take(std::uint8_t tag) noexcept {
  if (!next_is(tag)) return std::nullopt;
  const auto next = take_any();
  if (!next) return std::nullopt;
  return next->content;
}

std::optional<Element> Reader::take_any() noexcept {
  // Tags over 30 take several octets; nothing here has one.
  if (rest_.size() < 2 || (octet(rest_, 0) & 0x1FU) == 0x1F) return std::nullopt;
  std::size_t head = 2;
  std::size_t length = octet(rest_, 1);
  if (length >= 0x80) {
    const std::size_t octets = length - 0x80;
    // 0 would be an indefinite length; more than four octets no key needs.
    if (octets == 0 || octets > 4 || rest_.size() < head + octets) return std::nullopt;
    length = 0;
    for (; head < 2 + octets; ++head) length = length << 8 | octet(rest_, head);
    const bool is_shortest = length >= 0x80 && length >> (8 * (octets - 1)) != 0;
    if (!is_shortest) return std::nullopt;
  }
  if (length > rest_.size() - head) return std::nullopt;
  const Element next{octet(rest_, 0), rest_.substr(head, length), rest_.substr(0, head + length)};
  rest_.remove_prefix(head + length);
  return next;
}

Result<RsaNumbers> read_rsa_public_key(std::string_view der) {
  Reader outer(der);
  const auto content = outer.take(kSequence);
  if (!content) return fail(Errc::malformed, "read public key: not a DER sequence");
  if (!outer.at_end()) return fail(Errc::malformed, "read public key: octets after the key");
  const Reader inner(*content);
  return inner.next_is(kInteger) ? read_numbers(inner) : read_key_info(inner);
}

}  // namespace mass::der
