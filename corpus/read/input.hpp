#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/error.hpp"

namespace mass {

/// Octets in order, from a file or from inside an archive.
class ByteSource {
 public:
  virtual ~ByteSource() = default;

  /// Reads at most `limit` octets to `to`. 0 means the end.
  [[nodiscard]] virtual Result<std::size_t> read(char* to, std::size_t limit) = 0;

 protected:
  ByteSource() = default;
  ByteSource(const ByteSource&) = default;
  ByteSource& operator=(const ByteSource&) = default;
};

/// Errc::io with the system's reason.
[[nodiscard]] Result<std::unique_ptr<ByteSource>> open_file(const std::filesystem::path& path);

/// A ByteSource with a look ahead. After trouble it is at its end; what was read before stays.
class Input {
 public:
  explicit Input(std::unique_ptr<ByteSource> source) : source_(std::move(source)) {}

  /// The next octets without taking them: `wanted` or more, fewer only at the end. The view holds
  /// until the next call.
  [[nodiscard]] std::string_view peek(std::size_t wanted);

  /// Takes octets that were peeked.
  void skip(std::size_t count) noexcept;

  /// Takes a line with its LF, or the first kPiece octets of a longer one; empty at the end. The
  /// view holds until the next call.
  [[nodiscard]] std::string_view line();

  [[nodiscard]] bool at_end() { return peek(1).empty(); }
  [[nodiscard]] std::uint64_t offset() const noexcept { return offset_; }
  [[nodiscard]] const std::optional<Error>& trouble() const noexcept { return trouble_; }

  static constexpr std::size_t kPiece = std::size_t{64} << 10;

 private:
  bool fill();

  std::unique_ptr<ByteSource> source_;
  std::string buffer_;
  std::size_t begin_ = 0;
  std::uint64_t offset_ = 0;
  bool ended_ = false;
  std::optional<Error> trouble_;
};

}  // namespace mass
