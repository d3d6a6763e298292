#include "core/base/random.hpp"

#include <sodium/crypto_generichash.h>
#include <sodium/crypto_stream_chacha20.h>

#include <algorithm>

#include "core/base/text.hpp"

namespace mass {

namespace {

using Number = std::array<unsigned char, 8>;

// Byte order is fixed here, so that every machine draws the same numbers.
Number little_endian(std::uint64_t number) {
  Number octets{};
  for (std::size_t i = 0; i < octets.size(); ++i) {
    octets[i] = static_cast<unsigned char>(number >> (8 * i));
  }
  return octets;
}

void put(crypto_generichash_state* state, std::uint64_t number) {
  const Number octets = little_endian(number);
  crypto_generichash_update(state, octets.data(), octets.size());
}

}  // namespace

// Neither BLAKE2b nor ChaCha20 of libsodium needs sodium_init(): it only selects faster code, and
// the octets are the same.
RandomSource::RandomSource(std::uint64_t seed, std::initializer_list<std::string_view> names) {
  crypto_generichash_state state;
  crypto_generichash_init(&state, nullptr, 0, key_.size());
  put(&state, seed);
  for (const std::string_view name : names) {
    put(&state, name.size());
    crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>(name.data()),
                              name.size());
  }
  crypto_generichash_final(&state, key_.data(), key_.size());
}

void RandomSource::refill() {
  static constexpr std::array<unsigned char, crypto_stream_chacha20_NONCEBYTES> kNonce{};
  block_.fill(0);
  crypto_stream_chacha20_xor_ic(block_.data(), block_.data(), block_.size(), kNonce.data(),
                                counter_, key_.data());
  counter_ += block_.size() / 64;  // ChaCha20 counts blocks of 64 octets.
  used_ = 0;
}

std::uint64_t RandomSource::next() {
  std::uint64_t number = 0;
  for (unsigned i = 0; i < 8; ++i) {
    if (used_ == block_.size()) refill();
    number |= static_cast<std::uint64_t>(block_[used_++]) << (8 * i);
  }
  return number;
}

std::uint64_t RandomSource::below(std::uint64_t bound) {
  if (bound == 0) return 0;
  // The lowest 2^64 mod bound numbers are drawn again: what remains is a multiple of bound.
  const std::uint64_t uneven = (0 - bound) % bound;
  std::uint64_t number = next();
  while (number < uneven) number = next();
  return number % bound;
}

bool RandomSource::chance(std::uint64_t numerator, std::uint64_t denominator) {
  return denominator != 0 && below(denominator) < numerator;
}

std::string RandomSource::octets(std::size_t length) {
  std::string drawn;
  drawn.reserve(length);
  while (drawn.size() < length) {
    if (used_ == block_.size()) refill();
    const std::size_t some = std::min(length - drawn.size(), block_.size() - used_);
    drawn.append(reinterpret_cast<const char*>(block_.data()) + used_, some);
    used_ += some;
  }
  return drawn;
}

std::string RandomSource::position() const {
  const std::string_view key(reinterpret_cast<const char*>(key_.data()), key_.size());
  const std::uint64_t drawn = counter_ * 64 - (block_.size() - used_);
  return to_hex(key) + ":" + std::to_string(drawn);
}

std::optional<RandomSource> RandomSource::resume(std::string_view position) {
  RandomSource source;
  const std::size_t colon = std::min(position.find(':'), position.size());
  const auto key = from_hex(position.substr(0, colon));
  if (!key || key->size() != source.key_.size() || colon == position.size()) return std::nullopt;
  const auto drawn = parse_decimal(position.substr(colon + 1));
  if (!drawn) return std::nullopt;
  std::ranges::copy(*key, source.key_.begin());
  source.counter_ = *drawn / source.block_.size() * (source.block_.size() / 64);
  if (const std::size_t used = *drawn % source.block_.size(); used != 0) {
    source.refill();
    source.used_ = used;
  }
  return source;
}

std::string RandomSource::text(std::string_view alphabet, std::size_t length) {
  std::string drawn;
  if (alphabet.empty()) return drawn;
  drawn.reserve(length);
  while (drawn.size() < length) drawn += alphabet[below(alphabet.size())];
  return drawn;
}

}  // namespace mass
