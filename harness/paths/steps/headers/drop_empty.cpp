#include <fmt/format.h>

#include "core/base/text.hpp"
#include "harness/paths/edit.hpp"
#include "harness/paths/settings.hpp"
#include "harness/paths/steps/steps.hpp"

namespace mass::transforms {

namespace {

Applied apply_drop_empty(const Transit& transit, const Parameters&, StepContext&) {
  MessageEditor editor(transit.message);
  const std::size_t erased =
      editor.erase_if([](const Field& field) { return trim(field.value()).empty(); });
  return edited(transit, std::move(editor), {fmt::format("removed {} empty fields", erased)});
}

}  // namespace

Transform drop_empty() {
  return {.id = "drop_empty",
          .name = "drop_empty",
          .text = "Deletes header fields whose value is white space only.",
          .models = "formail -z",
          .benign = true,
          .parameters = {},
          .apply = apply_drop_empty};
}

}  // namespace mass::transforms
