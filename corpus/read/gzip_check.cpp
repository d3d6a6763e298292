#include "corpus/read/gzip_check.hpp"

namespace mass {

namespace {

constexpr std::array<std::uint32_t, 256> make_crc_table() noexcept {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t octet = 0; octet < table.size(); ++octet) {
    std::uint32_t value = octet;
    for (int bit = 0; bit < 8; ++bit) {
      value = (value & 1U) != 0 ? 0xEDB88320U ^ (value >> 1) : value >> 1;
    }
    table[octet] = value;
  }
  return table;
}

constexpr std::array<std::uint32_t, 256> kCrcTable = make_crc_table();
constexpr std::uint32_t kMemberStart = 0x1F8B08;

}  // namespace

void GzipCheck::packed(std::string_view octets) noexcept {
  for (const char c : octets) {
    const auto octet = static_cast<unsigned char>(c);
    last_[packed_++ % last_.size()] = octet;
    recent_ = (recent_ << 8 | octet) & 0xFFFFFF;
    if (recent_ == kMemberStart && packed_ > 3) has_members_ = true;
  }
}

void GzipCheck::unpacked(std::string_view octets) noexcept {
  unpacked_ += octets.size();
  for (const char c : octets) {
    crc_ = kCrcTable[(crc_ ^ static_cast<unsigned char>(c)) & 0xFF] ^ (crc_ >> 8);
  }
}

bool GzipCheck::holds() const noexcept {
  if (has_members_) return true;
  std::uint64_t end = 0;
  for (std::uint64_t i = 0; i < last_.size(); ++i) {
    end |= std::uint64_t{last_[(packed_ + i) % last_.size()]} << (8 * i);
  }
  const auto crc = static_cast<std::uint32_t>(end);
  return crc == ~crc_ && end >> 32 == (unpacked_ & 0xFFFFFFFF);
}

}  // namespace mass
