#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace mass {

/// Compares what came out of a gzip file with the CRC-32 and the length at its end, which
/// libarchive does not do. A file that may hold several members is not checked: where one ends is
/// not visible from outside. Source: RFC 1952 section 2.3.1.
class GzipCheck {
 public:
  void packed(std::string_view octets) noexcept;
  void unpacked(std::string_view octets) noexcept;

  /// To be asked at the end.
  [[nodiscard]] bool holds() const noexcept;

 private:
  std::array<unsigned char, 8> last_{};  // a ring; last_[packed_ % 8] is the oldest
  std::uint64_t packed_ = 0;
  std::uint32_t recent_ = 0;  // the last octets as a number, to find the start of a member
  bool has_members_ = false;
  std::uint32_t crc_ = 0xFFFFFFFF;
  std::uint64_t unpacked_ = 0;
};

}  // namespace mass
