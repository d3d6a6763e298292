#include <fmt/format.h>

#include "harness/paths/edit.hpp"
#include "harness/paths/families.hpp"
#include "harness/paths/settings.hpp"

namespace mass::transforms {

namespace {

Applied apply_retryip(const Transit& transit, const Parameters& parameters, StepContext&) {
  const std::string& given = parameters.text("host");
  const std::string host = given.empty() ? "retry." + transit.envelope.helo : given;
  Transit after = transit;
  after.envelope.helo = one_line(host);
  after.envelope.client_address = address_of(host);
  return applied(transit, after,
                 {fmt::format("tried again from {} [{}]", after.envelope.helo,
                              after.envelope.client_address)});
}

}  // namespace

Transform retryip() {
  return {.id = "T65",
          .name = "retryip",
          .text =
              "Makes the next attempt from another outbound host; MAIL FROM stays. A step at which "
              "the scheme takes part may compute it anew.",
          .models = "pools of outbound relays after a greylisting",
          .benign = true,
          .parameters = {free_text("host", "",
                                   "Name of the other host; empty: `retry.` and the name of the "
                                   "first.")},
          .apply = apply_retryip};
}

}  // namespace mass::transforms
