#include <fmt/format.h>

#include <algorithm>

#include "core/base/text.hpp"
#include "core/message/codec.hpp"
#include "harness/paths/edit.hpp"
#include "harness/paths/families.hpp"
#include "harness/paths/settings.hpp"

namespace mass::transforms {

namespace {

bool is_selected(const Field& field, const std::vector<std::string>& names) {
  return names.empty() || is_one_of(field, names);
}

Applied apply_refold(const Transit& transit, const Parameters& parameters, StepContext&) {
  const auto width = static_cast<std::size_t>(parameters.number("col"));
  const char indent = parameters.text("ws") == "tab" ? '\t' : ' ';
  MessageEditor editor(transit.message);
  std::size_t count = 0;
  for (std::size_t i = 0; i < editor.fields().size(); ++i) {
    const Field& field = editor.fields()[i];
    if (!is_selected(field, parameters.list("fields"))) continue;
    const std::string_view value = field.value();
    const auto first_column = static_cast<std::size_t>(value.data() - field.raw().data());
    const std::string folded = mass::refold(value, first_column, width, indent);
    if (folded == value) continue;
    editor.replace(i, with_value(field, folded));
    ++count;
  }
  return edited(transit, std::move(editor), {fmt::format("folded {} fields anew", count)});
}

}  // namespace

Transform refold() {
  return {.id = "T07",
          .name = "refold",
          .text = "Unfolds header fields and folds them again at another column.",
          .models = "relays that rebuild header lines",
          .benign = true,
          .parameters = {number("col", 76, 20, 998, "Column before which lines are folded."),
                         word("ws", "tab", {"tab", "space"},
                              "White space that starts the next "
                              "line."),
                         texts("fields", {}, "Names of the fields to fold; empty: all of them.")},
          .apply = apply_refold};
}

}  // namespace mass::transforms
