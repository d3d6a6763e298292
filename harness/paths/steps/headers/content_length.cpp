#include <fmt/format.h>

#include "harness/paths/edit.hpp"
#include "harness/paths/settings.hpp"
#include "harness/paths/steps/steps.hpp"

namespace mass::transforms {

namespace {

// The length counts line ends as one octet: the software keeps messages that way.
std::size_t stored_length(std::string_view body) {
  std::size_t length = body.size();
  for (std::size_t at = body.find("\r\n"); at != std::string_view::npos;
       at = body.find("\r\n", at + 2)) {
    --length;
  }
  return length;
}

Applied apply_content_length(const Transit& transit, const Parameters&, StepContext&) {
  MessageEditor editor(transit.message);
  const std::size_t at = position_of(editor, "Content-Length");
  if (at == editor.fields().size()) return unchanged(transit);
  const Field& field = editor.fields()[at];
  editor.replace(at, with_value(field, fmt::format("{:>{}}", stored_length(editor.body()),
                                                   field.value().size())));
  return edited(transit, std::move(editor), {"corrected Content-Length"});
}

}  // namespace

Transform content_length() {
  return {.id = "content_length",
          .name = "content_length",
          .text = "Corrects a Content-Length field, in the room that its value had.",
          .models = "procmail",
          .benign = true,
          .parameters = {},
          .apply = apply_content_length};
}

}  // namespace mass::transforms
