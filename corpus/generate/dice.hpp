#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "core/base/random.hpp"

namespace mass::generate {

/// The choices that make one message. They depend on the seed and the message's number alone, so
/// that any message can be made without those before it.
class Dice {
 public:
  Dice(std::uint64_t seed, std::size_t index) : random_(seed, {"corpus", std::to_string(index)}) {}

  /// Uniform in [least, most].
  [[nodiscard]] std::size_t between(std::size_t least, std::size_t most) {
    return least + static_cast<std::size_t>(random_.below(most - least + 1));
  }
  [[nodiscard]] bool percent(std::uint64_t chance) { return random_.chance(chance, 100); }

  template <class T, std::size_t N>
  [[nodiscard]] const T& pick(std::span<const T, N> from) {
    return from[static_cast<std::size_t>(random_.below(from.size()))];
  }
  template <class Container>
  [[nodiscard]] const auto& pick(const Container& from) {
    return pick(std::span(from));
  }

  /// The pattern with `#` replaced by decimal digits, `%` by hexadecimal ones, `^` by upper-case
  /// hexadecimal ones, `&` by letters and digits; the rest stays. One call draws in one order,
  /// which several calls in one expression would not.
  [[nodiscard]] std::string form(std::string_view pattern);

  [[nodiscard]] std::string octets(std::size_t count) { return random_.octets(count); }

 private:
  RandomSource random_;
};

}  // namespace mass::generate
