#include <set>

#include "core/base/text.hpp"
#include "harness/paths/edit.hpp"
#include "harness/paths/settings.hpp"
#include "harness/paths/software/mailman3/list_fields.hpp"
#include "harness/paths/software/mailman3/mailman3.hpp"
#include "harness/paths/software/python_email/addresses.hpp"

namespace mass::transforms {

namespace {

using python_email::Address;

// Addresses, each once: the first of a kind.
class Addresses {
 public:
  void add(Address address) {
    if (seen_.insert(ascii_lower(address.address)).second) all_.push_back(std::move(address));
  }

  void add_all(const std::vector<std::string>& values) {
    if (values.empty()) return;
    for (Address& address : python_email::read_addresses(values)) add(std::move(address));
  }

  [[nodiscard]] const std::vector<Address>& all() const { return all_; }

 private:
  std::vector<Address> all_;
  std::set<std::string> seen_;
};

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
  Addresses replies;
  if (mode == "explicit_header" || mode == "explicit_header_only") {
    replies.add_all({parameters.text("address")});
  }
  if (!parameters.flag("strip_first")) replies.add_all(readable_values(editor, "Reply-To"));
  if (mode == "point_to_list" && !list.empty()) replies.add({"", list});
  bool is_sound = write(editor, "Reply-To", replies.all());
  if (parameters.flag("list_in_cc") && mode != "point_to_list") {
    Addresses copies;
    copies.add_all(readable_values(editor, "Cc"));
    if (mode != "explicit_header_only" && !list.empty()) copies.add({"", list});
    is_sound = is_sound && write(editor, "Cc", copies.all());
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
