#include <algorithm>
#include <map>

#include "core/base/text.hpp"
#include "harness/paths/edit.hpp"
#include "harness/paths/settings.hpp"
#include "harness/paths/software/mailman3/list_fields.hpp"
#include "harness/paths/software/mailman3/mailman3.hpp"
#include "harness/paths/software/python_email/addresses.hpp"

namespace mass::transforms {

namespace {

using python_email::Address;

Applied apply_duplicates(const Transit& transit, const Parameters& parameters, StepContext&) {
  MessageEditor editor(transit.message);
  const auto& own = parameters.list("list_addresses");
  bool is_addressed = false;
  std::vector<Address> copies;
  std::map<std::string, std::size_t> places;  // a header may hold very many
  for (const std::string_view name : {"To", "Cc", "Resent-To", "Resent-Cc"}) {
    auto values = readable_values(editor, name);
    for (std::string& value : values) {
      std::erase_if(value, [](char c) { return c == '\r' || c == '\n'; });
    }
    for (Address& address : python_email::read_addresses(values)) {
      if (address.address.empty()) continue;
      is_addressed = is_addressed || std::ranges::find(own, address.address) == own.end();
      if (name != "Cc") {
        if (!python_email::write_address(address)) return dropped("an address is not ASCII");
        continue;
      }
      // The last name of an address counts, in the place of its first.
      const auto [old, is_new] = places.emplace(address.address, copies.size());
      if (is_new) {
        copies.push_back(std::move(address));
      } else {
        copies[old->second].name = address.name;
      }
    }
  }
  if (!is_addressed) return unchanged(transit);
  const auto value = python_email::write_addresses(copies);
  if (!value) return dropped("an address is not ASCII");
  editor.erase_all("Cc");
  if (!copies.empty()) editor.append(make_field("CC", " " + *value));
  return edited(transit, std::move(editor), {"Cc written anew"});
}

}  // namespace

Transform mailman3_duplicates() {
  return {.id = "mailman3_duplicates",
          .name = "mailman3_duplicates",
          .text =
              "Writes Cc anew, without the names that an address has twice, when somebody beside "
              "the list is addressed.",
          .models = "Mailman 3 (avoid-duplicates; no member declines copies)",
          .benign = true,
          .parameters = {texts("list_addresses", {},
                               "The list's own addresses: for posting, bounces, owner, requests.")},
          .apply = apply_duplicates};
}

}  // namespace mass::transforms
