#include <fmt/format.h>

#include <algorithm>

#include "core/base/text.hpp"
#include "harness/paths/edit.hpp"
#include "harness/paths/settings.hpp"
#include "harness/paths/steps/steps.hpp"
#include "harness/paths/steps/template.hpp"

namespace mass::transforms {

namespace {

Applied apply_set_recipients(const Transit& transit, const Parameters& parameters,
                             StepContext& context) {
  const std::string& only = parameters.text("only");
  Transit after = transit;
  after.envelope.rcpt_to.clear();
  const auto add = [&](std::string address) {
    auto& all = after.envelope.rcpt_to;
    if (std::ranges::find(all, address) == all.end()) all.push_back(std::move(address));
  };
  for (const std::string& recipient : transit.envelope.rcpt_to) {
    if (!only.empty() && !iequals(recipient, only)) {
      add(recipient);
      continue;
    }
    Envelope own = transit.envelope;
    own.rcpt_to = {recipient};
    for (const std::string& address : parameters.list("to")) add(fill(address, own, context));
  }
  return applied(transit, std::move(after), {"recipients replaced"});
}

std::string set_recipients_complaint(const Parameters& parameters) {
  for (const std::string& address : parameters.list("to")) {
    if (auto wrong = complaint_about_template(address); !wrong.empty()) return wrong;
  }
  return parameters.list("to").empty() ? "needs at least one address in \"to\"" : "";
}

}  // namespace

Transform set_recipients() {
  return {.id = "set_recipients",
          .name = "set_recipients",
          .text = "Sends on to other forward-paths: the target of an alias, the members of a list.",
          .models = "alias and forward files, virtual aliases, list managers",
          .benign = true,
          .parameters = {texts("to", {}, "The new addresses, each once."),
                         free_text("only", "",
                                   "The recipient that is replaced; empty: every recipient.")},
          .complaint = set_recipients_complaint,
          .apply = apply_set_recipients};
}

}  // namespace mass::transforms
