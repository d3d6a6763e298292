#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>

#include "results/report/assets.hpp"

namespace mass {

/// Text as HTML or SVG shows it: made printable, cut at `limit` octets, and with every character
/// that markup gives a meaning written as a reference. For element content and quoted attributes.
[[nodiscard]] std::string escape(std::string_view octets, std::size_t limit = 400);

/// Markup that stands in the source of this program. Nothing read from anywhere can become one.
class Markup {
 public:
  template <std::size_t Size>
  consteval Markup(const char (&literal)[Size]) : text_(literal, Size - 1) {}  // NOLINT: implicit
  [[nodiscard]] constexpr std::string_view text() const noexcept { return text_; }

 private:
  std::string_view text_;
};

/// Builds a page. A literal is markup and goes in as it is; every other text is escaped. Forgetting
/// to escape is not possible.
class Html {
 public:
  Html& operator<<(Markup markup) {
    text_ += markup.text();
    return *this;
  }
  Html& operator<<(const Html& part) {
    text_ += part.text_;
    return *this;
  }
  Html& operator<<(const Asset& asset) {
    text_ += asset.text;
    return *this;
  }
  template <class Text>
    requires std::same_as<Text, std::string> || std::same_as<Text, std::string_view>
  Html& operator<<(const Text& text) {
    text_ += escape(text);
    return *this;
  }
  template <std::integral Number>
  Html& operator<<(Number number) {
    text_ += std::to_string(number);
    return *this;
  }
  /// With one decimal at most: a coordinate.
  Html& operator<<(double coordinate);

  /// A data block, which a script reads and nothing runs. `json` is a text in JSON; whatever its
  /// strings hold cannot end the block. Source: HTML Living Standard section 4.12.1.3.
  Html& data(std::string_view name, std::string_view json);

  [[nodiscard]] bool empty() const noexcept { return text_.empty(); }
  [[nodiscard]] std::string take() && { return std::move(text_); }

 private:
  std::string text_;
};

/// A fragment name made of parts, the same parts always the same name and others never: letters,
/// digits, `-`, `.` and `_` as they are, any other octet as `~` and two hexadecimal digits, a long
/// part as its id, parts joined by `/`. Fit for `id` and, after `#`, for `href`.
[[nodiscard]] std::string anchor(std::initializer_list<std::string_view> parts);

}  // namespace mass
