#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/message/message.hpp"
#include "core/message/mime.hpp"
#include "harness/survey/undo.hpp"

/// What the steps that undo changes share.
namespace mass::survey {

/// A message that may be what was signed, and how it came about.
struct Candidate {
  Message message;
  Undone undone;
};

[[nodiscard]] Message with_body(const Message& message, std::string body);

/// Where a text is cut so that its last 1, 2, ... kMaxTailLines lines are gone.
[[nodiscard]] std::vector<std::size_t> tail_cuts(std::string_view text);

/// The first text/plain part that is no attachment, or the first text part; -1 without one.
[[nodiscard]] int text_leaf(const MimeTree& tree);

/// The text of a part between what stands before and behind it in a body.
struct Leaf {
  std::string_view before;
  std::string_view text;
  std::string_view behind;

  [[nodiscard]] std::string around(std::string_view changed) const;
};
[[nodiscard]] Leaf leaf_at(std::string_view body, const MimePart& part);

}  // namespace mass::survey
