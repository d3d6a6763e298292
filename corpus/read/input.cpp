#include "corpus/read/input.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <utility>

namespace mass {

namespace {

std::string system_reason(int error) {
  return std::generic_category().message(error);
}

class FileSource final : public ByteSource {
 public:
  explicit FileSource(int descriptor) noexcept : descriptor_(descriptor) {}
  FileSource(const FileSource&) = delete;
  FileSource& operator=(const FileSource&) = delete;
  ~FileSource() override { ::close(descriptor_); }

  Result<std::size_t> read(char* to, std::size_t limit) override {
    for (;;) {
      const ssize_t count = ::read(descriptor_, to, limit);
      if (count >= 0) return static_cast<std::size_t>(count);
      if (errno != EINTR) return fail(Errc::io, "read: " + system_reason(errno));
    }
  }

 private:
  int descriptor_;
};

}  // namespace

Result<std::unique_ptr<ByteSource>> open_file(const std::filesystem::path& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return fail(Errc::io, "open: " + system_reason(errno));
  return std::make_unique<FileSource>(descriptor);
}

// The octets before begin_ are dropped only when they are half of the buffer: a long look ahead
// that is taken in small steps must not move the rest of it at each step.
bool Input::fill() {
  if (ended_) return false;
  if (begin_ >= buffer_.size() - begin_) {
    buffer_.erase(0, std::exchange(begin_, 0));
    if (buffer_.capacity() > 16 * kPiece && buffer_.size() < kPiece) buffer_.shrink_to_fit();
  }
  const std::size_t held = buffer_.size();
  buffer_.resize(held + kPiece);
  const auto count = source_->read(buffer_.data() + held, kPiece);
  buffer_.resize(held + count.value_or(0));
  if (!count) trouble_ = count.error();
  ended_ = !count || *count == 0;
  return !ended_;
}

std::string_view Input::peek(std::size_t wanted) {
  while (buffer_.size() - begin_ < wanted && fill()) {
  }
  return std::string_view(buffer_).substr(begin_);
}

void Input::skip(std::size_t count) noexcept {
  const std::size_t taken = std::min(count, buffer_.size() - begin_);
  begin_ += taken;
  offset_ += taken;
}

std::string_view Input::line() {
  std::size_t searched = 0;
  for (;;) {
    const std::string_view held = std::string_view(buffer_).substr(begin_);
    const std::size_t end = held.substr(0, kPiece).find('\n', searched);
    searched = std::min(held.size(), kPiece);
    if (end == std::string_view::npos && held.size() < kPiece && fill()) continue;
    const std::size_t length = end == std::string_view::npos ? searched : end + 1;
    skip(length);
    return held.substr(0, length);
  }
}

}  // namespace mass
