#include <algorithm>

#include "core/base/text.hpp"
#include "harness/paths/edit.hpp"
#include "harness/paths/settings.hpp"
#include "harness/paths/steps/fields/address_spans.hpp"
#include "harness/paths/steps/steps.hpp"

namespace mass::transforms {

namespace {

std::string qualified(std::string_view value, std::string_view domain) {
  std::string out;
  std::size_t copied = 0;
  for (const AddressSpan& span : address_spans(value)) {
    const std::string address = bare_address(value, span);
    if (address.empty() || address.contains('@')) continue;
    out.append(value.substr(copied, span.address_begin - copied));
    out.append(address).append("@").append(domain);
    copied = span.address_end;
  }
  return out.append(value.substr(copied));
}

Applied apply_qualify(const Transit& transit, const Parameters& parameters, StepContext&) {
  const std::string domain = one_line(parameters.text("domain"));
  if (domain.empty()) return unchanged(transit);
  MessageEditor editor(transit.message);
  std::vector<std::string> log;
  for (std::size_t i = 0; i < editor.fields().size(); ++i) {
    const Field& field = editor.fields()[i];
    if (!is_one_of(field, parameters.list("fields"))) continue;
    const std::string value = qualified(field.value(), domain);
    if (value == field.value()) continue;
    log.push_back("completed addresses of " + one_line(field.name()));
    editor.replace(i, with_value(field, value));
  }
  return edited(transit, std::move(editor), std::move(log));
}

}  // namespace

Transform qualify_addresses() {
  return {.id = "qualify_addresses",
          .name = "qualify_addresses",
          .text = "Gives header addresses without a domain one, in place.",
          .models = "Exim (sender_unqualified_hosts), fetchmail (rewrite)",
          .benign = true,
          .parameters = {free_text("domain", "", "The domain; empty: addresses stay."),
                         texts("fields",
                               {"From", "Sender", "Reply-To", "To", "Cc", "Bcc", "Resent-From",
                                "Resent-Sender", "Resent-To", "Resent-Cc", "Resent-Bcc"},
                               "Names of the fields.")},
          .apply = apply_qualify};
}

}  // namespace mass::transforms
