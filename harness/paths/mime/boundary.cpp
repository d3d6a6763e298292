#include "harness/paths/mime/boundary.hpp"

#include <algorithm>

namespace mass::transforms {

bool occurs(std::string_view boundary, const MessageEditor& editor) {
  return editor.body().contains(boundary) ||
         std::ranges::any_of(editor.fields(),
                             [&](const Field& field) { return field.raw().contains(boundary); });
}

std::string python_boundary(RandomSource& random) {
  return "===============" + random.text("0123456789", 19) + "==";
}

}  // namespace mass::transforms
