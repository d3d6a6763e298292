#include <fmt/format.h>

#include <algorithm>

#include "core/base/text.hpp"
#include "harness/paths/edit.hpp"
#include "harness/paths/settings.hpp"
#include "harness/paths/steps/steps.hpp"

namespace mass::transforms {

namespace {

struct Renaming {
  std::string_view from;
  std::string_view to;
};

// `Cc=CC`; a single name is the spelling any other spelling of it gets.
Renaming read(std::string_view text) {
  const std::size_t equals = text.find('=');
  return equals == std::string_view::npos
             ? Renaming{text, text}
             : Renaming{text.substr(0, equals), text.substr(equals + 1)};
}

Applied apply_rename_fields(const Transit& transit, const Parameters& parameters, StepContext&) {
  MessageEditor editor(transit.message);
  std::vector<std::string> log;
  for (std::size_t i = 0; i < editor.fields().size(); ++i) {
    const Field& field = editor.fields()[i];
    for (const std::string& text : parameters.list("names")) {
      const auto [from, to] = read(text);
      if (!field.is(from)) continue;
      if (field.name() != to) {
        log.push_back(fmt::format("{} is {} now", one_line(field.name()), one_line(to)));
        std::string octets = one_line(to);
        octets += field.raw().substr(field.name().size());
        const std::size_t colon = octets.find(':', to.size());
        editor.replace(i, Field(Octets(std::move(octets)), to.size(), colon));
      }
      break;
    }
  }
  return edited(transit, std::move(editor), std::move(log));
}

std::string rename_fields_complaint(const Parameters& parameters) {
  for (const std::string& text : parameters.list("names")) {
    const auto [from, to] = read(text);
    if (from.empty() || to.empty()) {
      return fmt::format("\"{}\" renames nothing; write \"Old=New\"", printable(text));
    }
  }
  return "";
}

}  // namespace

Transform rename_fields() {
  return {.id = "rename_fields",
          .name = "rename_fields",
          .text = "Gives header fields other names or spells their names otherwise; values stay.",
          .models = "Sendmail, Mailman (Cc to CC), Sympa (X-Original-...), MIME::Tools",
          .benign = true,
          .parameters = {texts("names", {},
                               "`Old=New`, or one name for the spelling of its capitals.")},
          .complaint = rename_fields_complaint,
          .apply = apply_rename_fields};
}

}  // namespace mass::transforms
