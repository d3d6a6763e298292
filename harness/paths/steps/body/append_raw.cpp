#include "harness/paths/edit.hpp"
#include "harness/paths/settings.hpp"
#include "harness/paths/steps/steps.hpp"

namespace mass::transforms {

namespace {

Applied apply_append_raw(const Transit& transit, const Parameters& parameters, StepContext&) {
  MessageEditor editor(transit.message);
  std::string text;
  const std::string_view body = editor.body();
  const bool needs_end = !body.empty() && !body.ends_with("\r\n");
  if (needs_end && parameters.flag("end_line_first")) text = "\r\n";
  text += parameters.text("text");
  editor.splice_body(body.size(), 0, text);
  return edited(transit, std::move(editor), {"added text at the end"});
}

}  // namespace

Transform append_raw() {
  return {.id = "append_raw",
          .name = "append_raw",
          .text = "Adds octets behind the last one of the message, whatever its structure.",
          .models = "mlmmj (footer), disclaimers of simple filters",
          .benign = true,
          .parameters = {free_text("text", "", "The octets, line ends as CRLF."),
                         flag("end_line_first", false,
                              "A last line without line end gets one before.")},
          .apply = apply_append_raw};
}

}  // namespace mass::transforms
