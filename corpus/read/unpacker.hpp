#pragma once

#include <memory>
#include <string>

#include "corpus/read/gzip_check.hpp"
#include "corpus/read/input.hpp"

struct archive;
struct archive_entry;

namespace mass {

/// One layer of packing being undone by libarchive: a compression or a tar. It must not move while
/// it is open. Errors: Errc::malformed for octets that cannot be unpacked; Errc::limit for a bomb,
/// which is what unpacks to over `floor` octets and over 200 times its packed size (mail rarely
/// packs better than 20 to 1).
class Unpacker {
 public:
  enum class Layer { compression, tar };
  Unpacker(Input packed, Layer layer, std::uint64_t floor);

  /// The next regular file, or null at the end. A compression holds one.
  [[nodiscard]] Result<archive_entry*> next_entry();

  /// Reads from the entry; 0 at its end.
  [[nodiscard]] Result<std::size_t> read(char* to, std::size_t limit);

 private:
  struct Free {
    void operator()(archive* handle) const noexcept;
  };

  static std::ptrdiff_t give(archive* handle, void* self, const void** octets);
  [[nodiscard]] Result<void> open();
  [[nodiscard]] bool is_gzip() const noexcept;
  [[nodiscard]] std::string reason() const;

  Input packed_;
  Layer layer_;
  std::uint64_t floor_;
  std::uint64_t unpacked_ = 0;
  std::size_t given_ = 0;
  bool is_open_ = false;
  GzipCheck checksum_;
  std::unique_ptr<archive, Free> handle_;
};

/// The octets inside a compression.
[[nodiscard]] std::unique_ptr<ByteSource> unpacked(Input packed, std::uint64_t floor);

}  // namespace mass
