#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace mass {

/// A slice of a shared immutable buffer. Copying counts a reference; the octets are never copied or
/// changed.
class Octets {
 public:
  Octets() = default;

  /// Takes ownership of `text` as a buffer of its own.
  explicit Octets(std::string text)
      : owner_(std::make_shared<const std::string>(std::move(text))), view_(*owner_) {}

  [[nodiscard]] std::string_view view() const noexcept { return view_; }
  [[nodiscard]] std::size_t size() const noexcept { return view_.size(); }
  [[nodiscard]] bool empty() const noexcept { return view_.empty(); }

  /// A part of this slice that shares the buffer. `offset` and `length` are clamped to it.
  [[nodiscard]] Octets slice(std::size_t offset,
                             std::size_t length = std::string_view::npos) const {
    Octets part;
    part.owner_ = owner_;
    part.view_ = offset < view_.size() ? view_.substr(offset, length) : std::string_view{};
    return part;
  }

  friend bool operator==(const Octets& left, const Octets& right) noexcept {
    return left.view_ == right.view_;
  }

 private:
  std::shared_ptr<const std::string> owner_;
  std::string_view view_;
};

}  // namespace mass
