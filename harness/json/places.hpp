#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace mass {

/// A point in a text as an editor shows it: both from 1, a column is one UTF-8 character.
struct TextPlace {
  std::size_t line = 1;
  std::size_t column = 1;
};

/// Turns octet offsets into places, in logarithmic time after one walk over the text.
class TextLines {
 public:
  /// `text` must outlive this object.
  explicit TextLines(std::string_view text);
  [[nodiscard]] TextPlace at(std::size_t offset) const;

 private:
  std::string_view text_;
  std::vector<std::size_t> starts_;  ///< Offset of each line's first octet.
};

/// Where the values of a JSON text stand, by JSON pointer (RFC 6901); the root is the empty one.
struct JsonPlaces {
  struct Entry {
    std::size_t key = 0;    ///< Offset of the key's quote; for the root and in arrays the value's.
    std::size_t value = 0;  ///< Offset of the value's first octet.
  };
  std::unordered_map<std::string, Entry> entries;

  /// A key that its object already has: JSON allows it, and readers disagree which one counts.
  struct Duplicate {
    std::string key;
    std::size_t offset = 0;
  };
  std::vector<Duplicate> duplicates;

  /// Nested deeper than kMaxJsonDepth; nothing below that is in `entries`.
  bool too_deep = false;
};
inline constexpr int kMaxJsonDepth = 64;

/// Finds the places in a text that a JSON parser has already accepted; `//` and `/* */` comments
/// may stand where white space may. Any other text gives places of no use, never a crash.
[[nodiscard]] JsonPlaces find_places(std::string_view text);

/// One more step of a JSON pointer, `~` and `/` escaped. Source: RFC 6901 section 3.
[[nodiscard]] std::string pointer_to(std::string_view parent, std::string_view key);

}  // namespace mass
