#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

#include "core/base/charset.hpp"

/// Text in the charsets of mail, as Python's email package treats them. Private to the rooms of
/// software written with it.
namespace mass::python_email {

/// Octets in `charset` as UTF-8.
[[nodiscard]] std::expected<std::string, CharsetError> to_utf8(std::string_view octets,
                                                               std::string_view charset);

/// The same, with U+FFFD for octets that are not of that charset. Only an unknown charset fails.
/// Inexact for several wrong octets in a row of a charset with long characters.
[[nodiscard]] std::expected<std::string, CharsetError> to_utf8_or_marks(std::string_view octets,
                                                                        std::string_view charset);

/// UTF-8 text as octets in `charset`.
[[nodiscard]] std::expected<std::string, CharsetError> from_utf8(std::string_view text,
                                                                 std::string_view charset);

/// The same, with `?` for every character that the charset lacks.
[[nodiscard]] std::string from_utf8_or_marks(std::string_view text, std::string_view charset);

/// Octets beyond ASCII in a field that nothing says the charset of; its text is the octets.
inline constexpr std::string_view kUnknownEightBit = "unknown-8bit";

/// The charset in which the package writes text of this one.
[[nodiscard]] std::string_view output_charset(std::string_view canonical);

/// The name that the package puts into encoded words for a charset, and reads back from them.
[[nodiscard]] std::string_view written_charset(std::string_view canonical);

/// How a charset's text is made fit for 7-bit mail.
enum class Encoding : std::uint8_t { none, quoted_printable, base64, shortest };

/// The name that mail uses for a charset, in lower case: `latin-1` is `iso-8859-1`.
[[nodiscard]] std::string canonical_charset(std::string_view name);
[[nodiscard]] Encoding header_encoding(std::string_view canonical);
[[nodiscard]] Encoding body_encoding(std::string_view canonical);

}  // namespace mass::python_email
