#include <fmt/format.h>

#include "harness/paths/edit.hpp"
#include "harness/paths/families.hpp"
#include "harness/paths/settings.hpp"

namespace mass::transforms {

namespace {

Applied apply_sigstrip(const Transit& transit, const Parameters& parameters, StepContext&) {
  MessageEditor editor(transit.message);
  std::vector<std::string> log;
  for (const std::string& name : parameters.list("fields")) {
    const std::size_t erased = editor.erase_all(name);
    if (erased > 0) log.push_back(fmt::format("removed {} {}", erased, one_line(name)));
  }
  return edited(transit, std::move(editor), std::move(log));
}

}  // namespace

// The standard set is what Sympa and mlmmj take away when they are told to. Mailman's
// remove_dkim_headers, which is off unless an administrator asks, takes Authentication-Results too.
Transform sigstrip() {
  return {.id = "T19",
          .name = "sigstrip",
          .text = "Deletes the fields that hold signatures.",
          .models =
              "Sympa (dmarc_protection), mlmmj (delheaders), Mailman (remove_dkim_headers, with "
              "Authentication-Results)",
          .benign = true,
          .parameters = {texts("fields", {"DKIM-Signature", "DomainKey-Signature"},
                               "Names of the fields to delete, each with all its lines.")},
          .apply = apply_sigstrip};
}

}  // namespace mass::transforms
