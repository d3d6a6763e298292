#include <fmt/format.h>
#include <fmt/ranges.h>

#include "harness/paths/edit.hpp"
#include "harness/paths/families.hpp"
#include "harness/paths/settings.hpp"

namespace mass::transforms {

namespace {

Applied apply_rcptexpand(const Transit& transit, const Parameters& parameters, StepContext&) {
  const std::vector<std::string>& targets = parameters.list("targets");
  if (targets.empty()) return unchanged(transit);
  Transit after = transit;
  after.envelope.rcpt_to = targets;
  return applied(transit, std::move(after),
                 {one_line(fmt::format("RCPT TO is <{}>", fmt::join(targets, ">, <")))});
}

}  // namespace

Transform rcptexpand() {
  return {.id = "T62",
          .name = "rcptexpand",
          .text = "Replaces the recipients by the targets of an alias.",
          .models = "aliases and .forward files of every mail relay",
          .benign = true,
          .parameters = {texts("targets", {"user@destination.example"}, "Where the alias points.")},
          .apply = apply_rcptexpand};
}

}  // namespace mass::transforms
