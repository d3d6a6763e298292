#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.hpp"

namespace mass {

/// One `tag=value` pair. The value is what stands between the white space around it; inner white
/// space is kept.
struct Tag {
  std::string name;
  std::string value;
};

/// How forgiving a tag list is read.
struct TagRules {
  bool single_letter_names =
      true;  ///< A name is one lower-case ASCII letter (DomainKeys); else ALPHA *(ALPHA DIGIT _).
  bool duplicates_last_wins = false;  ///< Else a repeated name makes the list malformed.
  bool fold_name_case = false;        ///< Accept upper case in names and read it as lower case.
};

/// A `tag=value; tag=value` list. Source: RFC 4870 appendix A; RFC 6376 section 3.2 with other
/// rules.
class TagList {
 public:
  /// Fails with Errc::malformed; the text says which pair and why. An empty list is well formed.
  [[nodiscard]] static Result<TagList> parse(std::string_view text, const TagRules& rules);

  /// Null if the tag is absent; an empty value is present.
  [[nodiscard]] const std::string* find(std::string_view name) const noexcept;
  [[nodiscard]] const std::vector<Tag>& tags() const noexcept { return tags_; }

 private:
  std::vector<Tag> tags_;
};

}  // namespace mass
