#pragma once

#include <optional>
#include <string>
#include <string_view>

/// Transfer encodings and encoded words as mail software writes and reads them.
namespace mass {

/// Base64 without line ends. Source: RFC 4648 section 4.
[[nodiscard]] std::string base64_encode(std::string_view octets);

/// Strict on the alphabet and on padding; white space is skipped. Nothing on any other octet.
[[nodiscard]] std::optional<std::string> base64_decode(std::string_view text);

/// Content decoding: skips every octet outside the alphabet and stops at padding. Source: RFC 2045
/// section 6.8.
[[nodiscard]] std::string base64_decode_lenient(std::string_view text);

/// Base64 in pieces of `width` characters with `fold` between them.
[[nodiscard]] std::string base64_folded(std::string_view octets, std::size_t width,
                                        std::string_view fold);

/// Base64 in lines of `width` characters, each ending in CRLF. Source: RFC 2045 section 6.8.
[[nodiscard]] std::string base64_lines(std::string_view octets, std::size_t width = 76);

/// Quoted-printable of CRLF text, soft line breaks so that no line passes `width`. Source: RFC 2045
/// section 6.7.
[[nodiscard]] std::string quoted_printable_encode(std::string_view text, std::size_t width = 76);

/// Source: RFC 2045 section 6.7; an invalid `=` sequence is kept as it stands.
[[nodiscard]] std::string quoted_printable_decode(std::string_view text);

/// A field value with every RFC 2047 encoded word replaced by its octets; adjacent words join.
/// `charset` receives the charset of the first word, or nothing when there is none. No charset
/// conversion.
[[nodiscard]] std::string decode_words(std::string_view value, std::string* charset = nullptr);

/// One or more encoded words of at most 75 characters, separated by a fold (CRLF SP). Source: RFC
/// 2047 section 2.
[[nodiscard]] std::string encode_words(std::string_view octets, std::string_view charset,
                                       char encoding);

/// Unfolds `value` and folds it again at the last white space before column `width`; `first_column`
/// is where the value starts on its line. The white space at the fold is replaced by `indent` (one
/// SP or HTAB). A word longer than the line stays whole. Source: RFC 5322 section 2.2.3.
[[nodiscard]] std::string refold(std::string_view value, std::size_t first_column,
                                 std::size_t width, char indent);

/// Deletes every CRLF that stands before white space. Source: RFC 5322 section 2.2.3.
[[nodiscard]] std::string unfold(std::string_view value);

}  // namespace mass
