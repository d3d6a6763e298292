#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

/// Texts as Mailman's utilities treat them. UTF-8, lines end in LF. Private to this room.
namespace mass::transforms {

/// A field value decoded, its lines joined; as it stands where it cannot be decoded.
[[nodiscard]] std::string decoded_on_one_line(std::string_view value);

/// Paragraphs filled to `columns` characters; lines that start with a blank stay as they are. No
/// line end behind a last paragraph that was filled.
[[nodiscard]] std::string wrapped(std::string_view text, std::size_t columns);

/// `$name` and `${name}` replaced by what `names` has for them; others stay, and `$$` is one `$`.
struct Substitution {
  std::string_view name;
  std::string value;
};
[[nodiscard]] std::string substituted(std::string_view text,
                                      const std::vector<Substitution>& names);

}  // namespace mass::transforms
