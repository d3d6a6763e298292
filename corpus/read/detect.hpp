#pragma once

#include <cstddef>
#include <string_view>

/// What stored octets are, told by their first ones.
namespace mass {

/// Octets that the functions here want to see, where there are as many.
inline constexpr std::size_t kSniffOctets = 16384;

inline constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

/// gzip, zstd, xz or bzip2, by its magic number.
[[nodiscard]] bool is_compressed(std::string_view head) noexcept;

/// A tar header whose checksum holds.
[[nodiscard]] bool is_tar(std::string_view head) noexcept;

/// Starts with the separator line of an mbox, `From ` and something, and not with a field whose
/// name stands before a blank (`From : joe@example.com`).
[[nodiscard]] bool is_from_line(std::string_view text) noexcept;

/// A separator line with a date: a day, a month, a time and a year in any order, as in
/// `From joe@example.com Fri Aug  6 21:01:54 2004`.
[[nodiscard]] bool is_dated_from_line(std::string_view line) noexcept;

/// Starts with a header block that has at least two fields which mail has and other files do not.
[[nodiscard]] bool looks_like_mail(std::string_view head) noexcept;

/// LF or CRLF and nothing else.
[[nodiscard]] bool is_blank_line(std::string_view line) noexcept;

}  // namespace mass
