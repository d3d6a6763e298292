#include <algorithm>

#include "core/base/text.hpp"
#include "harness/paths/edit.hpp"
#include "harness/paths/settings.hpp"
#include "harness/paths/software/mailman3/list_fields.hpp"
#include "harness/paths/software/mailman3/mailman3.hpp"
#include "harness/paths/software/python_email/addresses.hpp"

namespace mass::transforms {

namespace {

using python_email::Address;

// Each address once, the first of a kind.
void add(std::vector<Address>& all, Address address) {
  const bool is_there = std::ranges::any_of(
      all, [&](const Address& other) { return iequals(other.address, address.address); });
  if (!is_there) all.push_back(std::move(address));
}

// The addresses that are there, then one more unless it is empty.
std::vector<Address> with_added(const MessageEditor& editor, std::string_view name,
                                const std::string& more, bool keeps_old) {
  std::vector<Address> all;
  if (keeps_old) {
    const auto values = readable_values(editor, name);
    if (!values.empty()) {
      for (Address& address : python_email::read_addresses(values)) add(all, std::move(address));
    }
  }
  if (!more.empty()) add(all, {"", more});
  return all;
}

bool write(MessageEditor& editor, std::string_view name, const std::vector<Address>& addresses) {
  const auto value = python_email::write_addresses(addresses);
  if (!value) return false;
  editor.erase_all(name);
  if (!addresses.empty()) editor.append(make_field(name, " " + *value));
  return true;
}

Applied apply_reply_to(const Transit& transit, const Parameters& parameters, StepContext&) {
  MessageEditor editor(transit.message);
  const std::string& mode = parameters.text("mode");
  const std::string& list = parameters.text("list_address");
  std::vector<Address> replies;
  if (mode == "explicit_header" || mode == "explicit_header_only") {
    for (Address& address : python_email::read_addresses({parameters.text("address")})) {
      add(replies, std::move(address));
    }
  }
  for (Address& address :
       with_added(editor, "Reply-To", mode == "point_to_list" ? list : std::string(),
                  !parameters.flag("strip_first"))) {
    add(replies, std::move(address));
  }
  bool is_sound = write(editor, "Reply-To", replies);
  if (parameters.flag("list_in_cc") && mode != "point_to_list") {
    is_sound =
        is_sound && write(editor, "Cc",
                          with_added(editor, "Cc",
                                     mode == "explicit_header_only" ? std::string() : list, true));
  }
  if (!is_sound) return dropped("an address is not ASCII");
  return edited(transit, std::move(editor), {"Reply-To written anew"});
}

}  // namespace

Transform mailman3_reply_to() {
  return {
      .id = "mailman3_reply_to",
      .name = "mailman3_reply_to",
      .text = "Writes Reply-To anew from the addresses that are there and those the list wants.",
      .models = "Mailman 3 (cook-headers)",
      .benign = true,
      .parameters =
          {word("mode", "no_munging",
                {"no_munging", "point_to_list", "explicit_header", "explicit_header_only"},
                "Whether the list, or `address`, becomes one of them."),
           free_text("address", "", "The explicit address."),
           free_text("list_address", "", "Where postings go."),
           flag("strip_first", false, "Those that are there go away first."),
           flag("list_in_cc", false,
                "The list goes into Cc, as with full personalisation, which takes it out of "
                "To.")},
      .apply = apply_reply_to};
}

}  // namespace mass::transforms
