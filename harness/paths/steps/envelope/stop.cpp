#include <fmt/format.h>

#include "harness/paths/edit.hpp"
#include "harness/paths/settings.hpp"
#include "harness/paths/steps/steps.hpp"

namespace mass::transforms {

namespace {

Applied apply_stop(const Transit& transit, const Parameters& parameters, StepContext&) {
  const std::string& word = parameters.text("as");
  const Delivery as = word == "rejected"  ? Delivery::rejected
                      : word == "bounced" ? Delivery::bounced
                                          : Delivery::discarded;
  return stopped(transit, as, fmt::format("{}: {}", name_of(as), parameters.text("reason")));
}

}  // namespace

Transform stop() {
  return {.id = "stop",
          .name = "stop",
          .text = "The message goes no further; a `when` says which messages.",
          .models = "MTAs and list managers that refuse, hold, return or drop messages",
          .benign = true,
          .parameters = {word("as", "rejected", {"rejected", "bounced", "discarded"},
                              "Refused at the door; accepted and then returned or held; dropped."),
                         free_text("reason", "policy", "Why, for the log.")},
          .apply = apply_stop};
}

}  // namespace mass::transforms
