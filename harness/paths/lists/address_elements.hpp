#pragma once

#include <string_view>
#include <vector>

/// Address fields cut at their marks. Private to this room.
namespace mass::transforms {

/// What stands between two marks of an address field.
struct AddressElement {
  std::string_view text;  ///< White space and comments included.
  char mark = '\0';       ///< The mark behind it: comma, colon of a group, semicolon, or the end.
};

/// All of a value: the elements with their marks behind them are the value again. A colon behind an
/// element makes it the name of a group. Source: RFC 5322 section 3.4.
[[nodiscard]] std::vector<AddressElement> address_elements(std::string_view value);

}  // namespace mass::transforms
