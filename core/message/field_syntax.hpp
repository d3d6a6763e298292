#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

/// How header fields are told apart; shared by the message parser and the MIME view. Source: common
/// sheet section 1, RFC 5322 sections 2.2 and 4.5.
namespace mass {

struct FieldHead {
  std::size_t name_length;
  std::size_t colon;
};

/// The name and the colon at the start of `text`, blanks allowed between them. Nothing if `text`
/// does not start with a field.
[[nodiscard]] std::optional<FieldHead> read_field_head(std::string_view text) noexcept;

/// Octets up to and with the CRLF that ends the field at the start of `text`, or all of it. The
/// search starts at `from`.
[[nodiscard]] std::size_t field_length(std::string_view text, std::size_t from) noexcept;

/// Offset just behind the first CRLF at or after `from`, or the length of `text`.
[[nodiscard]] std::size_t line_end(std::string_view text, std::size_t from) noexcept;

[[nodiscard]] bool is_fold_start(std::string_view text) noexcept;

}  // namespace mass
