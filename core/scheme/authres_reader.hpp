#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace mass {

/// Offset of the first octet at or behind `from` that is neither white space nor in a comment; the
/// length of `text` if there is none. Source: RFC 5322 section 3.2.2 (CFWS).
[[nodiscard]] std::size_t skip_comments(std::string_view text, std::size_t from) noexcept;

/// What an Authentication-Results field says.
struct AuthResults {
  std::string authserv_id;           ///< Without quotes.
  std::vector<std::string> results;  ///< As written, comments kept, each white space run one SP.
};

/// Reads a field's value. Never fails: what is no result is taken as one; `none` is none.
/// Source: RFC 8601 section 2.2.
[[nodiscard]] AuthResults read_authentication_results(std::string_view value);

}  // namespace mass
