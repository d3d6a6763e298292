#pragma once

#include <concepts>
#include <string>
#include <string_view>

#include "core/base/random.hpp"
#include "core/message/editor.hpp"

/// MIME boundaries for new multiparts. Private to this room.
namespace mass::transforms {

/// True if `boundary` occurs anywhere in the message: it could end a part before its time.
[[nodiscard]] bool occurs(std::string_view boundary, const MessageEditor& editor);

/// As Python's email package draws one.
[[nodiscard]] std::string python_boundary(RandomSource& random);

/// The first of `make`'s answers that occurs neither in the message nor in `text`. Each is another
/// draw, so that this ends unless a message holds every boundary there is.
template <std::invocable Make>
[[nodiscard]] std::string new_boundary(const MessageEditor& editor, std::string_view text,
                                       Make make) {
  std::string boundary = make();
  while (occurs(boundary, editor) || text.contains(boundary)) boundary = make();
  return boundary;
}

}  // namespace mass::transforms
