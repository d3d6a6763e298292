#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.hpp"

namespace mass {

/// One `t:"value"` pair; the value without quotes and escapes, adjacent strings joined.
struct QuotedTag {
  char name = 'a';  ///< A lower-case letter.
  std::string value;
};

/// A `t:"value"; u:"value" "more"` list, tags in the order in which they stand. White space may be
/// anywhere between the parts; inside quotes it belongs to the value, folds too. Source: IIM sheet
/// section 2 (reconstructed).
class QuotedTagList {
 public:
  /// Errc::malformed; the text says what and where in a few words: `duplicate z`. `repeatable` are
  /// the tags that may stand more than once. A list has at least one pair. Linear.
  [[nodiscard]] static Result<QuotedTagList> parse(std::string_view text,
                                                   std::string_view repeatable = {});

  /// The first value of a tag, or null; an empty value is present.
  [[nodiscard]] const std::string* find(char name) const noexcept;
  [[nodiscard]] const std::vector<QuotedTag>& tags() const noexcept { return tags_; }

 private:
  std::vector<QuotedTag> tags_;
  std::array<std::size_t, 26> places_{};  // One more than the index of a tag's first pair.
};

/// The value in quotes, `"` and `\` escaped.
[[nodiscard]] std::string quoted_value(std::string_view value);

/// As adjacent quoted strings of at most `width` octets each, quotes left out, with `between` them;
/// an escape is never cut in two.
[[nodiscard]] std::string quoted_pieces(std::string_view value, std::size_t width,
                                        std::string_view between);

}  // namespace mass
