#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

/// Address fields as Postfix takes them apart and writes them again. Private to this room.
namespace mass::transforms {

struct AddressToken {
  enum class Kind : std::uint8_t { word, comment, address, special };
  Kind kind;
  std::string text;  ///< An address without blanks and comments; a special is one character.
};

/// Never fails: what is not closed ends with the text. Comments inside an address stand behind it.
[[nodiscard]] std::vector<AddressToken> tokenize_addresses(std::string_view value);

/// One line for every comma, `, ` between addresses on a line: the next address goes to a line of
/// its own when the line so far would pass `kFoldAt`. Words are parted by one blank, everything
/// else by nothing.
[[nodiscard]] std::string write_addresses(const std::vector<AddressToken>& tokens,
                                          std::size_t first_column);

}  // namespace mass::transforms
