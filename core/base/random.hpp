#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace mass {

/// A deterministic stream of random octets named by what it is for.
///
/// Counter-based: the octets depend on the key alone, never on who asked before or on which thread.
/// Keys are made from the run seed and the names of a message, a path and a step, never from a
/// scheme (common mutations for all schemes). Not for secrets that protect anything: it repeats by
/// design.
class RandomSource {
 public:
  RandomSource(std::uint64_t seed, std::initializer_list<std::string_view> names);

  [[nodiscard]] std::uint64_t next();

  /// Uniform in [0, bound); bound 0 gives 0.
  [[nodiscard]] std::uint64_t below(std::uint64_t bound);

  /// True with probability `numerator / denominator`.
  [[nodiscard]] bool chance(std::uint64_t numerator, std::uint64_t denominator);

  /// `length` octets of the stream.
  [[nodiscard]] std::string octets(std::size_t length);

  /// Where the stream stands, as text: 64 hexadecimal digits, a colon, how many octets are drawn.
  [[nodiscard]] std::string position() const;

  /// The stream that goes on from a position; nothing if the text is none.
  [[nodiscard]] static std::optional<RandomSource> resume(std::string_view position);

  /// `length` characters drawn from `alphabet`, which must not be empty.
  [[nodiscard]] std::string text(std::string_view alphabet, std::size_t length);

 private:
  RandomSource() = default;
  void refill();

  std::array<unsigned char, 32> key_{};
  std::array<unsigned char, 256> block_{};
  std::uint64_t counter_ = 0;
  std::size_t used_ = 256;
};

}  // namespace mass
