#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// Address fields as Postfix takes them apart and writes them again. Private to this room.
namespace mass::transforms {

struct AddressToken {
  enum class Kind : std::uint8_t { atom, quoted, literal, comment, group_colon, special, address };
  Kind kind;
  /// Without quotes, brackets and backslashes. A comment has its parentheses, a special is one
  /// character, an address is in the external form: atoms and quoted strings as they stood, no
  /// blanks between them, no comments.
  std::string text;
};

/// The pieces of a field's value, addresses found. Never fails: what is not closed ends with the
/// text. Missing commas are added; comments inside an address stand behind it.
[[nodiscard]] std::vector<AddressToken> tokenize_addresses(std::string_view value);

/// The value anew: as many addresses on a line as fit before column 70, `first_column` being where
/// the first one starts.
[[nodiscard]] std::string write_addresses(const std::vector<AddressToken>& tokens,
                                          std::size_t first_column);

/// An address without quotes: `"a b"@c` is `a b@c`.
[[nodiscard]] std::string internal_address(std::string_view external);

/// The reverse: everything before the last `@` is quoted if it is no row of atoms and dots.
[[nodiscard]] std::string external_address(std::string_view internal);

/// An external address made whole: route stripped, `host!user` and `user%host` turned, `@origin`
/// and `.domain` appended (an empty `domain` appends nothing), final dot stripped, quoted as
/// needed. Source: trivial-rewrite(8).
[[nodiscard]] std::string complete_address(std::string_view external, std::string_view origin,
                                           std::string_view domain);

}  // namespace mass::transforms
