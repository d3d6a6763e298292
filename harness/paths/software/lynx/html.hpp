#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// HTML in tokens. Private to this room.
namespace mass::lynx {

/// White space, as between words.
[[nodiscard]] constexpr bool is_blank(char c) noexcept {
  return c == ' ' || (c >= '\t' && c <= '\r');
}

struct Token {
  std::string name;  ///< Of a tag, in lower case; empty: this is text.
  bool is_end = false;
  std::vector<std::pair<std::string, std::string>> attributes;
  std::string text;  ///< As it stands; attributes have their entities undone.

  /// Empty where there is none.
  [[nodiscard]] std::string_view attribute(std::string_view attribute_name) const;
  [[nodiscard]] bool has(std::string_view attribute_name) const;
};

/// Reads one token after the other; comments, scripts and styles are passed over.
class HtmlReader {
 public:
  explicit HtmlReader(std::string_view html) : rest_(html) {}

  /// False at the end.
  bool next(Token& token);

 private:
  void read_tag(Token& token);
  void skip_content(std::string_view name);

  std::string_view rest_;
};

/// Text with its entities as characters.
[[nodiscard]] std::string without_entities(std::string_view text);

}  // namespace mass::lynx
