#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstring>
#include <string_view>

#include "core/canon/canon.hpp"

/// Private to what canonicalizes.
namespace mass {

/// 1 for an octet that nofws keeps, 0 for HTAB, LF, CR and SP.
inline constexpr std::array<unsigned char, 256> kKept = [] {
  std::array<unsigned char, 256> kept{};
  kept.fill(1);
  for (const char octet : {'\t', '\n', '\r', ' '}) kept[static_cast<unsigned char>(octet)] = 0;
  return kept;
}();

/// Gathers small pieces so that a digest is fed in blocks.
class BlockWriter {
 public:
  explicit BlockWriter(Sink& sink) noexcept : sink_(sink) {}

  void put(std::string_view text) {
    while (!text.empty()) {
      const std::size_t length = room_for(text);
      std::memcpy(block_.data() + used_, text.data(), length);
      used_ += length;
      text.remove_prefix(length);
    }
  }

  void put_line_end() {
    if (block_.size() - used_ < 2) flush();
    block_[used_++] = '\r';
    block_[used_++] = '\n';
  }

  /// `text` without HTAB, LF, CR and SP.
  void put_compacted(std::string_view text) {
    while (!text.empty()) {
      const std::size_t length = room_for(text);
      compact(text.data(), length);
      text.remove_prefix(length);
    }
  }

  void flush() {
    if (used_ > 0) sink_.write({block_.data(), used_});
    used_ = 0;
  }

 private:
  // How many octets of a text that is not empty fit, one at least.
  std::size_t room_for(std::string_view text) {
    if (used_ == block_.size()) flush();
    return std::min(block_.size() - used_, text.size());
  }

  // Every octet is stored, and overwritten by the next one unless it counts: white space in mail is
  // too irregular for a branch to be predicted.
  void compact(const char* text, std::size_t length) noexcept {
    char* out = block_.data() + used_;
    for (const char* const end = text + length; text != end; ++text) {
      *out = *text;
      out += kKept[static_cast<unsigned char>(*text)];
    }
    used_ = static_cast<std::size_t>(out - block_.data());
  }

  Sink& sink_;
  std::size_t used_ = 0;
  std::array<char, 8192> block_;
};

}  // namespace mass
