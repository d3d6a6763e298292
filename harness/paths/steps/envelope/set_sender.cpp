#include <fmt/format.h>

#include "core/base/text.hpp"
#include "harness/paths/edit.hpp"
#include "harness/paths/settings.hpp"
#include "harness/paths/steps/steps.hpp"
#include "harness/paths/steps/template.hpp"

namespace mass::transforms {

namespace {

Applied apply_set_sender(const Transit& transit, const Parameters& parameters,
                         StepContext& context) {
  if (transit.envelope.mail_from.empty() && parameters.text("null") == "keep") {
    return unchanged(transit);
  }
  Transit after = transit;
  after.envelope.mail_from = fill(parameters.text("to"), transit.envelope, context);
  return applied(transit, after, {"envelope sender is " + after.envelope.mail_from});
}

std::string set_sender_complaint(const Parameters& parameters) {
  return complaint_about_template(parameters.text("to"));
}

}  // namespace

Transform set_sender() {
  return {.id = "set_sender",
          .name = "set_sender",
          .text = "Sends on with another reverse-path: a list's, an owner's, one per recipient.",
          .models = "list managers (bounces address, VERP), owner aliases, masquerading",
          .benign = true,
          .parameters =
              {free_text("to", "",
                         "The new address; `list+bounces-${id:9}-${rcpt_local}=${rcpt_domain}@"
                         "lists.example` is one per recipient. Empty: the null reverse-path."),
               word("null", "keep", {"keep", "replace"},
                    "What happens to a null reverse-path: software that keeps it cannot loop.")},
          .complaint = set_sender_complaint,
          .apply = apply_set_sender};
}

}  // namespace mass::transforms
