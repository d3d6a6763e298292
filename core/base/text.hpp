#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// ASCII text helpers. None of them looks at a locale: mail syntax is octets.
namespace mass {

/// What ends a line of mail on the wire.
inline constexpr std::string_view kCrlf = "\r\n";
/// The digits that RFC 2045 section 6.7 and RFC 3986 section 2.1 ask writers for.
inline constexpr std::string_view kHexDigits = "0123456789ABCDEF";

[[nodiscard]] constexpr bool is_wsp(char c) noexcept {
  return c == ' ' || c == '\t';
}
/// SP, HTAB, CR or LF: what folding white space consists of.
[[nodiscard]] constexpr bool is_fws(char c) noexcept {
  return is_wsp(c) || c == '\r' || c == '\n';
}
[[nodiscard]] constexpr bool is_digit(char c) noexcept {
  return c >= '0' && c <= '9';
}
[[nodiscard]] constexpr char ascii_lower(char c) noexcept {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}
[[nodiscard]] constexpr bool is_letter(char c) noexcept {
  return ascii_lower(c) >= 'a' && ascii_lower(c) <= 'z';
}

/// Whether any octet is beyond ASCII.
[[nodiscard]] bool has_eight_bit(std::string_view octets) noexcept;

[[nodiscard]] std::string ascii_lower(std::string_view text);

/// Equality without ASCII case, as field names and domains are compared.
[[nodiscard]] bool iequals(std::string_view left, std::string_view right) noexcept;
[[nodiscard]] bool istarts_with(std::string_view text, std::string_view prefix) noexcept;
[[nodiscard]] std::size_t ifind(std::string_view text, std::string_view needle,
                                std::size_t from = 0) noexcept;

/// Without SP, HTAB, CR and LF at both ends.
[[nodiscard]] std::string_view trim(std::string_view text) noexcept;

/// Without SP and HTAB at the end.
[[nodiscard]] std::string_view without_trailing_blanks(std::string_view line) noexcept;

/// Without any SP, HTAB, CR or LF.
[[nodiscard]] std::string without_whitespace(std::string_view text);

[[nodiscard]] std::vector<std::string_view> split(std::string_view text, char separator);

/// Whether a text can be asked for in the DNS as it stands: labels of letters, digits, hyphens and
/// underscores, 1 to 63 octets each and 253 in all, no final dot.
[[nodiscard]] bool is_dns_name(std::string_view name) noexcept;

/// A whole decimal number, or nothing: no sign, no blanks, no overflow.
[[nodiscard]] std::optional<std::uint64_t> parse_decimal(std::string_view text) noexcept;

/// CRLF as LF; a CR alone stays.
[[nodiscard]] std::string with_lf_ends(std::string_view wire);

/// LF as CRLF, also where a CR stands in front of it.
[[nodiscard]] std::string with_crlf_ends(std::string_view text);

/// `a b&c` becomes `a%20b%26c`: everything but letters, digits and `-._~`. Source: RFC 3986 section
/// 2.1.
[[nodiscard]] std::string percent_encode(std::string_view text);

/// The reverse; a percent sign without two hexadecimal digits behind it is one.
[[nodiscard]] std::string percent_decode_lenient(std::string_view text);

[[nodiscard]] std::string to_hex(std::string_view octets);
[[nodiscard]] std::optional<std::string> from_hex(std::string_view hex);

/// Text safe for a terminal or a log: control characters, octets that are not valid UTF-8 and
/// characters that change the direction of text are shown as `\xNN` or `\u{NNNN}`. Cuts after
/// `limit` octets and says so with `...`.
[[nodiscard]] std::string printable(std::string_view octets, std::size_t limit = 400);

/// The candidate closest to `name` by edit distance, if it is close enough to be a slip of the pen.
[[nodiscard]] std::optional<std::string> nearest(std::string_view name,
                                                 std::span<const std::string> candidates);

}  // namespace mass
