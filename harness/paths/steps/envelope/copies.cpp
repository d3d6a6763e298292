#include <fmt/format.h>

#include "harness/paths/edit.hpp"
#include "harness/paths/settings.hpp"
#include "harness/paths/steps/steps.hpp"

namespace mass::transforms {

namespace {

std::vector<Transit> one_for_each_recipient(const Transit& transit) {
  Transit copy = transit;
  std::vector<Transit> all;
  for (const std::string& recipient : transit.envelope.rcpt_to) {
    copy.envelope.rcpt_to = {recipient};
    all.push_back(copy);
  }
  return all;
}

Applied apply_copies(const Transit& transit, const Parameters& parameters, StepContext&) {
  std::vector<Transit> all =
      parameters.text("of") == "recipients"
          ? one_for_each_recipient(transit)
          : std::vector<Transit>(static_cast<std::size_t>(parameters.number("count")), transit);
  if (all.size() < 2) return unchanged(transit);
  const std::size_t count = all.size();
  return {.out = std::move(all), .changed = true, .log = {fmt::format("{} copies", count)}};
}

}  // namespace

Transform copies() {
  return {.id = "copies",
          .name = "copies",
          .text = "Sends the message several times; a path follows the first copy.",
          .models = "list managers (VERP: a copy for each recipient), retries after a lost answer",
          .benign = true,
          .parameters = {word("of", "recipients", {"recipients", "message"},
                              "One copy for each recipient, or the same message again."),
                         number("count", 2, 1, 1000, "How many of the same message.")},
          .apply = apply_copies};
}

}  // namespace mass::transforms
