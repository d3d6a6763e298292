#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

namespace mass {

/// A BLAKE2b-128 of the parts, each framed by its length, as 32 hexadecimal digits. Names messages,
/// cases and files.
[[nodiscard]] std::string make_id(std::initializer_list<std::string_view> parts);

/// Incremental form for data that arrives in pieces; the framing differs, so ids of the two kinds
/// never mix.
class IdBuilder {
 public:
  IdBuilder();
  void add(std::string_view octets);
  [[nodiscard]] std::string finish();

 private:
  // Holds libsodium's crypto_generichash_state, whose alignment and size are fixed by its
  // interface.
  alignas(64) unsigned char state_[384];
};

}  // namespace mass
