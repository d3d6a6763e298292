#include <fmt/format.h>

#include "harness/paths/edit.hpp"
#include "harness/paths/settings.hpp"
#include "harness/paths/steps/fields/unfolding.hpp"
#include "harness/paths/steps/steps.hpp"

namespace mass::transforms {

std::string joined_lines(std::string_view value, LineJoin join) {
  std::string out;
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (value[i] != '\r' || i + 1 == value.size() || value[i + 1] != '\n') {
      out += value[i];
      continue;
    }
    if (join == LineJoin::space) out += ' ';
    ++i;
  }
  return out;
}

namespace {

Applied apply_unfold_fields(const Transit& transit, const Parameters& parameters, StepContext&) {
  const auto join = parameters.choice<LineJoin>("join");
  MessageEditor editor(transit.message);
  std::size_t count = 0;
  for (std::size_t i = 0; i < editor.fields().size(); ++i) {
    const Field& field = editor.fields()[i];
    const std::string value = joined_lines(field.value(), join);
    if (value == field.value()) continue;
    editor.replace(i, with_value(field, value));
    ++count;
  }
  return edited(transit, std::move(editor), {fmt::format("unfolded {} fields", count)});
}

}  // namespace

Transform unfold_fields() {
  return {.id = "unfold_fields",
          .name = "unfold_fields",
          .text = "Puts every header field on one line.",
          .models = "formail -c",
          .benign = true,
          .parameters = {word("join", "nothing", {"nothing", "space"},
                              "What takes the place of each line end.")},
          .apply = apply_unfold_fields};
}

}  // namespace mass::transforms
