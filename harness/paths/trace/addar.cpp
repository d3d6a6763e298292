#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "core/base/text.hpp"
#include "core/message/codec.hpp"
#include "core/scheme/authres_reader.hpp"
#include "core/scheme/scheme.hpp"
#include "harness/paths/edit.hpp"
#include "harness/paths/families.hpp"
#include "harness/paths/settings.hpp"

namespace mass::transforms {

namespace {

constexpr std::string_view kName = "Authentication-Results";

// Source: RFC 8601 section 5: a border host removes fields that claim to be its own.
std::size_t erase_claims(MessageEditor& editor, std::string_view id) {
  return editor.erase_if([id](const Field& field) {
    return field.is(kName) && iequals(read_authentication_results(field.value()).authserv_id, id);
  });
}

Applied apply_addar(const Transit& transit, const Parameters& parameters, StepContext& context) {
  const std::string& given = parameters.text("authserv_id");
  const std::string id = one_line(given.empty() ? context.host : given);
  std::vector<std::string> results;
  for (const std::string& result : parameters.list("results")) results.push_back(one_line(result));
  if (results.empty()) {
    const std::string& client = transit.envelope.client_address;
    const std::string address = client.empty() ? address_of(transit.envelope.helo) : client;
    results.push_back("iprev=pass policy.iprev=" + authres_value(one_line(address)));
  }

  MessageEditor editor(transit.message);
  const std::size_t erased = erase_claims(editor, id);
  const std::string whole = authentication_results(id, results) + "\r\n";
  const auto field = parse_field(Octets(whole));
  if (field == nullptr) return unchanged(transit);
  editor.prepend(*field);
  std::vector<std::string> log{fmt::format("added {} of {}", kName, id)};
  if (erased > 0) log.push_back(fmt::format("removed {} that claimed to be of {}", erased, id));
  return edited(transit, std::move(editor), std::move(log));
}

}  // namespace

Transform addar() {
  return {.id = "T21",
          .name = "addar",
          .text = "Adds Authentication-Results of this host and removes those that claim its name.",
          .models = "border relays with an authentication filter (RFC 8601 section 5)",
          .benign = true,
          .parameters = {free_text("authserv_id", "", "Name in the field; empty: the host."),
                         texts("results", {},
                               "Results to write; empty: one for the client's "
                               "address.")},
          .apply = apply_addar};
}

}  // namespace mass::transforms
