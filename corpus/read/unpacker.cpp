#include "corpus/read/unpacker.hpp"

#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>

#include <utility>

#include "core/base/text.hpp"

namespace mass {

namespace {

constexpr std::uint64_t kBombRatio = 200;

class UnpackedSource final : public ByteSource {
 public:
  UnpackedSource(Input packed, std::uint64_t floor)
      : unpacker_(std::move(packed), Unpacker::Layer::compression, floor) {}

  Result<std::size_t> read(char* to, std::size_t limit) override {
    if (!std::exchange(is_open_, true)) {
      const auto entry = unpacker_.next_entry();
      if (!entry) return std::unexpected(entry.error());
      is_empty_ = *entry == nullptr;
    }
    return is_empty_ ? 0 : unpacker_.read(to, limit);
  }

 private:
  Unpacker unpacker_;
  bool is_open_ = false;
  bool is_empty_ = false;
};

}  // namespace

void Unpacker::Free::operator()(archive* handle) const noexcept {
  archive_read_free(handle);
}

Unpacker::Unpacker(Input packed, Layer layer, std::uint64_t floor)
    : packed_(std::move(packed)), layer_(layer), floor_(floor), handle_(archive_read_new()) {
  archive* const handle = handle_.get();
  if (layer == Layer::tar) {
    archive_read_support_format_tar(handle);
    return;
  }
  archive_read_support_filter_gzip(handle);
  archive_read_support_filter_zstd(handle);
  archive_read_support_filter_xz(handle);
  archive_read_support_filter_bzip2(handle);
  archive_read_support_format_raw(handle);
  archive_read_support_format_empty(handle);
}

Result<void> Unpacker::open() {
  if (std::exchange(is_open_, true)) return {};
  if (archive_read_open(handle_.get(), this, nullptr, &Unpacker::give, nullptr) == ARCHIVE_OK) {
    return {};
  }
  return fail(Errc::malformed, reason());
}

Result<archive_entry*> Unpacker::next_entry() {
  if (auto opened = open(); !opened) return std::unexpected(opened.error());
  for (;;) {
    archive_entry* entry = nullptr;
    const int status = archive_read_next_header(handle_.get(), &entry);
    if (status == ARCHIVE_EOF) return nullptr;
    if (status < ARCHIVE_WARN) return fail(Errc::malformed, reason());
    const bool is_file = archive_entry_filetype(entry) == AE_IFREG;
    if (is_file && archive_entry_hardlink(entry) == nullptr) return entry;
  }
}

Result<std::size_t> Unpacker::read(char* to, std::size_t limit) {
  const la_ssize_t count = archive_read_data(handle_.get(), to, limit);
  if (count < 0) return fail(Errc::malformed, reason());
  const auto octets = static_cast<std::size_t>(count);
  unpacked_ += octets;
  if (unpacked_ > floor_ && unpacked_ / kBombRatio > packed_.offset()) {
    return fail(Errc::limit,
                fmt::format("unpack: over {} times its packed size, not read further", kBombRatio));
  }
  if (is_gzip()) {
    checksum_.unpacked({to, octets});
    if (octets == 0 && !checksum_.holds()) {
      return fail(Errc::malformed, "unpack: gzip checksum does not match");
    }
  }
  return octets;
}

// libarchive keeps the octets until it asks again: they are taken from the input only then.
std::ptrdiff_t Unpacker::give(archive* handle, void* self, const void** octets) {
  Unpacker& unpacker = *static_cast<Unpacker*>(self);
  unpacker.packed_.skip(std::exchange(unpacker.given_, 0));
  const std::string_view packed = unpacker.packed_.peek(1);
  if (packed.empty() && unpacker.packed_.trouble()) {
    archive_set_error(handle, -1, "%s", unpacker.packed_.trouble()->what.c_str());
    return -1;
  }
  unpacker.checksum_.packed(packed);
  unpacker.given_ = packed.size();
  *octets = packed.data();
  return static_cast<std::ptrdiff_t>(packed.size());
}

bool Unpacker::is_gzip() const noexcept {
  return layer_ == Layer::compression && archive_filter_count(handle_.get()) == 2 &&
         archive_filter_code(handle_.get(), 0) == ARCHIVE_FILTER_GZIP;
}

std::string Unpacker::reason() const {
  const char* const text = archive_error_string(handle_.get());
  return "unpack: " + printable(text == nullptr ? "cannot be read" : text);
}

std::unique_ptr<ByteSource> unpacked(Input packed, std::uint64_t floor) {
  return std::make_unique<UnpackedSource>(std::move(packed), floor);
}

}  // namespace mass
