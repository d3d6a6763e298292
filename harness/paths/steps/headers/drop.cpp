#include <fmt/format.h>

#include <algorithm>

#include "core/base/text.hpp"
#include "harness/paths/edit.hpp"
#include "harness/paths/settings.hpp"
#include "harness/paths/steps/steps.hpp"

namespace mass::transforms {

namespace {

enum class Which : std::uint8_t { all, first, but_first, but_last };

// `X-Spam-*` names a family.
bool matches(const Field& field, std::string_view name) {
  if (!name.ends_with('*')) return field.is(name);
  return istarts_with(field.name(), name.substr(0, name.size() - 1));
}

std::size_t erase(MessageEditor& editor, std::string_view name, Which which,
                  const std::vector<std::string>& spared) {
  const auto total = static_cast<std::size_t>(std::ranges::count_if(
      editor.fields(), [&](const Field& field) { return matches(field, name); }));
  std::size_t seen = 0;
  return editor.erase_if([&](const Field& field) {
    if (!matches(field, name)) return false;
    if (std::ranges::any_of(spared, [&](std::string_view one) { return matches(field, one); })) {
      return false;
    }
    ++seen;
    switch (which) {
      case Which::all:
        return true;
      case Which::first:
        return seen == 1;
      case Which::but_first:
        return seen > 1;
      case Which::but_last:
        return seen < total;
    }
    return false;
  });
}

Applied apply_drop(const Transit& transit, const Parameters& parameters, StepContext&) {
  MessageEditor editor(transit.message);
  std::vector<std::string> log;
  for (const std::string& name : parameters.list("fields")) {
    const std::size_t erased =
        erase(editor, name, parameters.choice<Which>("which"), parameters.list("except"));
    if (erased > 0) log.push_back(fmt::format("removed {} {}", erased, one_line(name)));
  }
  return edited(transit, std::move(editor), std::move(log));
}

}  // namespace

Transform drop() {
  return {.id = "drop",
          .name = "drop",
          .text = "Deletes header fields by name.",
          .models = "MTAs (Bcc, Return-Path), lists (Approved, receipt requests, signatures)",
          .benign = true,
          .parameters = {texts("fields", {}, "Names; `X-Spam-*` is every name that starts so."),
                         word("which", "all", {"all", "first", "but_first", "but_last"},
                              "Which of several fields of one name go."),
                         texts("except", {}, "Names that stay although `fields` names them.")},
          .apply = apply_drop};
}

}  // namespace mass::transforms
