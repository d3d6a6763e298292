#pragma once

#include <string>
#include <string_view>

/// Address fields as Courier writes them. Private to this folder.
namespace mass::transforms::courier {

/// The value of an address field written anew: names of more than plain words in quotes, addresses
/// without blanks, and `domain` behind those that have none unless it is empty. Folds and blanks
/// in a name that needs no quotes become one blank. Linear.
[[nodiscard]] std::string rewritten_addresses(std::string_view value, std::string_view domain);

/// A field of it in lines of less than 70 octets where commas allow, the first with its name, the
/// others indented by two blanks that are not counted. Without the final CRLF.
[[nodiscard]] std::string folded_addresses(std::string_view name, std::string_view value);

}  // namespace mass::transforms::courier
