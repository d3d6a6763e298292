#include "core/base/ids.hpp"

#include <sodium/crypto_generichash.h>

#include <array>
#include <cstdint>
#include <new>

#include "core/base/text.hpp"

namespace mass {

namespace {

constexpr std::size_t kIdOctets = 16;
using State = crypto_generichash_state;

// BLAKE2b of libsodium is plain code that needs no sodium_init(); that call only picks faster
// implementations and opens the random device, which nothing here uses.
void start(State* state) {
  crypto_generichash_init(state, nullptr, 0, kIdOctets);
}

void put(State* state, std::string_view octets) {
  crypto_generichash_update(state, reinterpret_cast<const unsigned char*>(octets.data()),
                            octets.size());
}

void put_length(State* state, std::uint64_t length) {
  std::array<unsigned char, 8> little_endian{};
  for (std::size_t i = 0; i < little_endian.size(); ++i) {
    little_endian[i] = static_cast<unsigned char>(length >> (8 * i));
  }
  crypto_generichash_update(state, little_endian.data(), little_endian.size());
}

std::string end(State* state) {
  std::string digest(kIdOctets, '\0');
  crypto_generichash_final(state, reinterpret_cast<unsigned char*>(digest.data()), digest.size());
  return to_hex(digest);
}

}  // namespace

std::string make_id(std::initializer_list<std::string_view> parts) {
  State state;
  start(&state);
  put_length(&state, parts.size());
  for (const std::string_view part : parts) {
    put_length(&state, part.size());
    put(&state, part);
  }
  return end(&state);
}

// The stream form begins with a count that no list of parts can have, so that ids of the two kinds
// never mix.
IdBuilder::IdBuilder() {
  static_assert(sizeof(State) <= sizeof(state_) && alignof(State) <= 64);
  start(new (state_) State);
  put_length(std::launder(reinterpret_cast<State*>(state_)), UINT64_MAX);
}

void IdBuilder::add(std::string_view octets) {
  put(std::launder(reinterpret_cast<State*>(state_)), octets);
}

std::string IdBuilder::finish() {
  return end(std::launder(reinterpret_cast<State*>(state_)));
}

}  // namespace mass
