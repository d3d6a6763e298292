#include "schemes/domainkeys/sender.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace mass::domainkeys {
namespace {

std::unexpected<NoSender> none(std::string slug, std::string reason) {
  return std::unexpected(NoSender{std::move(slug), std::move(reason)});
}

FieldRefs named(const FieldRefs& fields, std::string_view name) {
  FieldRefs found;
  std::ranges::copy_if(fields, std::back_inserter(found),
                       [name](const Field* field) { return field->is(name); });
  return found;
}

std::vector<Mailbox> mailboxes_with_domain(const Field& field) {
  auto mailboxes = parse_address_list(field.value()).mailboxes;
  std::erase_if(mailboxes, [](const Mailbox& mailbox) {
    return mailbox.domain.empty() || mailbox.local.empty();
  });
  return mailboxes;
}

}  // namespace

std::expected<SendingAddress, NoSender> find_sending_address(const FieldRefs& fields_in_view,
                                                             TwoFrom two_from) {
  const FieldRefs from = named(fields_in_view, "From");
  const FieldRefs sender = named(fields_in_view, "Sender");
  if (from.empty()) return none("no_from", "there is no From field to take an address from");
  if (from.size() > 1 && two_from == TwoFrom::fail) {
    return none("several_from", "there is more than one From field");
  }
  if (sender.size() > 1) return none("several_sender", "there is more than one Sender field");
  auto authors = mailboxes_with_domain(*from.back());
  if (authors.empty()) return none("from_unusable", "From holds no address with a domain");
  if (sender.empty()) return SendingAddress{from.back(), std::move(authors.front())};
  auto senders = mailboxes_with_domain(*sender.front());
  if (senders.size() != 1) {
    return none("sender_unusable", "Sender does not hold exactly one address with a domain");
  }
  return SendingAddress{sender.front(), std::move(senders.front())};
}

}  // namespace mass::domainkeys
