#include "harness/paths/edit.hpp"
#include "harness/paths/settings.hpp"
#include "harness/paths/steps/steps.hpp"

namespace mass::transforms {

namespace {

Applied apply_trailing(const Transit& transit, const Parameters& parameters, StepContext&) {
  const std::string text = transit.message.to_string();
  const bool ends_blank = text.ends_with("\r\n\r\n");
  if (parameters.text("add_crlf") == "if_not_blank_line" && ends_blank) return unchanged(transit);
  return reparsed(transit, text + "\r\n", {"added a line end at the end"});
}

}  // namespace

Transform trailing() {
  return {.id = "trailing",
          .name = "trailing",
          .text = "Adds one line end behind the message.",
          .models = "procmail and formail (the blank line that ends an entry of an mbox file)",
          .benign = true,
          .parameters = {word("add_crlf", "if_not_blank_line", {"if_not_blank_line", "always_one"},
                              "Always, or unless the last line is blank.")},
          .apply = apply_trailing};
}

}  // namespace mass::transforms
