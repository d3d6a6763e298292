#include "harness/paths/edit.hpp"
#include "harness/paths/settings.hpp"
#include "harness/paths/steps/steps.hpp"

namespace mass::transforms {

namespace {

Applied apply_append_raw(const Transit& transit, const Parameters& parameters, StepContext&) {
  // As octets: an editor would put a blank line above a body that stands without one.
  std::string octets = transit.message.to_string();
  const bool needs_end = !octets.empty() && !octets.ends_with("\r\n");
  if (needs_end && parameters.flag("end_line_first")) octets += "\r\n";
  octets += parameters.text("text");
  return reparsed(transit, std::move(octets), {"added text at the end"});
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
