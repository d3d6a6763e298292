#include <fmt/format.h>

#include <algorithm>

#include "core/base/text.hpp"
#include "core/message/codec.hpp"
#include "harness/paths/edit.hpp"
#include "harness/paths/families.hpp"
#include "harness/paths/lists/address_elements.hpp"
#include "harness/paths/lists/mailbox_text.hpp"
#include "harness/paths/settings.hpp"

namespace mass::transforms {

namespace {

/// Who subscribes. An address is drawn by its own stream, so that it does not matter which others a
/// message names, nor in which order.
class Subscribers {
 public:
  Subscribers(const Parameters& parameters, StepContext& context)
      : given_(parameters.list("subscribers")),
        percent_(static_cast<std::uint64_t>(parameters.number("percent"))),
        list_(list_address(parameters, context)),
        seed_(context.random.next()) {}

  [[nodiscard]] bool has(const std::string& address) const {
    if (iequals(address, list_)) return false;
    if (!given_.empty()) {
      return std::ranges::any_of(given_,
                                 [&](const std::string& one) { return iequals(one, address); });
    }
    return RandomSource(seed_, {"subscriber", ascii_lower(address)}).chance(percent_, 100);
  }

 private:
  const std::vector<std::string>& given_;
  std::uint64_t percent_;
  std::string list_;
  std::uint64_t seed_;
};

struct Rest {
  std::string value;
  std::size_t removed = 0;
  std::size_t kept = 0;  ///< Mailboxes, and what is none but is not blank either.
};

Rest without_subscribers(std::string_view value, const Subscribers& subscribers) {
  Rest rest;
  bool needs_comma = false;
  for (const AddressElement& element : address_elements(value)) {
    const bool is_group_name = element.mark == ':';
    const AddressList list = is_group_name ? AddressList{} : parse_address_list(element.text);
    const bool is_mailbox =
        list.mailboxes.size() == 1 && !list.malformed && !list.mailboxes[0].domain.empty();
    if (is_mailbox && subscribers.has(list.mailboxes[0].address())) {
      ++rest.removed;
    } else {
      rest.value.append(needs_comma ? "," : "").append(element.text);
      needs_comma = true;
      if (list.malformed || !list.mailboxes.empty()) ++rest.kept;
    }
    if (is_group_name || element.mark == ';') {
      rest.value += element.mark;
      needs_comma = false;
    }
  }
  return rest;
}

Applied apply_ccdedupe(const Transit& transit, const Parameters& parameters, StepContext& context) {
  const Subscribers subscribers(parameters, context);
  MessageEditor editor(transit.message);
  std::vector<std::string> log;
  for (std::size_t i = 0; i < editor.fields().size();) {
    const Field field = editor.fields()[i++];
    if (!is_one_of(field, parameters.list("fields"))) continue;
    const Rest rest = without_subscribers(field.value(), subscribers);
    if (rest.removed == 0) continue;
    const std::size_t all = rest.removed + rest.kept;
    if (rest.kept == 0) {
      editor.erase(--i);
      log.push_back(fmt::format("removed {}, all {} in it subscribe", field.name(), all));
      continue;
    }
    const auto column = static_cast<std::size_t>(field.value().data() - field.raw().data());
    editor.replace(i - 1,
                   with_value(field, mass::refold(rest.value, column, kListFoldColumn, ' ')));
    log.push_back(fmt::format("removed {} of {} from {}", rest.removed, all, field.name()));
  }
  return edited(transit, std::move(editor), std::move(log));
}

}  // namespace

Transform ccdedupe() {
  return {.id = "T06",
          .name = "ccdedupe",
          .text = "Deletes from To and Cc the addresses of subscribers, who get the list's copy.",
          .models = "list managers; Mailman (avoid-duplicates) with fields=Cc",
          .benign = true,
          .parameters = {list_name(),
                         number("percent", 30, 0, 100,
                                "How many of 100 addresses subscribe; each message draws anew. The "
                                "list itself never does."),
                         texts("subscribers", {}, "Addresses that subscribe, in place of a draw."),
                         texts("fields", {"To", "Cc"}, "Names of the fields to clear.")},
          .apply = apply_ccdedupe};
}

}  // namespace mass::transforms
