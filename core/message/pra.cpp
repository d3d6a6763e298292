#include <string_view>

#include "core/base/text.hpp"
#include "core/message/address.hpp"

namespace mass {

namespace {

bool is_filled(const Field& field) noexcept {
  return !trim(field.value()).empty();
}

bool is_trace(const Field& field) noexcept {
  return field.is("Received") || field.is("Return-Path");
}

const Field* first_filled(const Message& message, std::string_view name) noexcept {
  for (const Field& field : message.fields()) {
    if (field.is(name) && is_filled(field)) return &field;
  }
  return nullptr;
}

std::size_t count_filled(const Message& message, std::string_view name) noexcept {
  std::size_t count = 0;
  for (const Field& field : message.fields()) count += field.is(name) && is_filled(field) ? 1 : 0;
  return count;
}

/// True if `sender`, a Resent-Sender, belongs to an older block than a Resent-From above it: a
/// trace field stands between the two. Source: RFC 4407 section 2 step 1.
bool is_of_older_block(const Message& message, const Field& sender) noexcept {
  bool after_from = false;
  for (const Field& field : message.fields()) {
    if (&field == &sender) return false;
    if (after_from && is_trace(field)) return true;
    after_from = after_from || (field.is("Resent-From") && is_filled(field));
  }
  return false;
}

/// Steps 1 to 4: the field that names who is responsible, or null.
const Field* responsible_field(const Message& message) noexcept {
  const Field* const resent_sender = first_filled(message, "Resent-Sender");
  if (resent_sender != nullptr && !is_of_older_block(message, *resent_sender)) {
    return resent_sender;
  }
  if (const Field* const resent_from = first_filled(message, "Resent-From")) return resent_from;
  const std::size_t senders = count_filled(message, "Sender");
  if (senders > 1) return nullptr;
  if (senders == 1) return first_filled(message, "Sender");
  return count_filled(message, "From") == 1 ? first_filled(message, "From") : nullptr;
}

}  // namespace

Pra purported_responsible_address(const Message& message) {
  const Field* const field = responsible_field(message);
  if (field == nullptr) return {};
  Pra pra{.mailbox = {}, .field = std::string(field->name())};
  AddressList list = parse_address_list(field->value());
  // Step 5 asks for one mailbox with a domain. A slip elsewhere in the field does not take that
  // away; only a "hopelessly malformed" mailbox does.
  if (list.mailboxes.size() == 1 && !list.mailboxes.front().domain.empty()) {
    pra.mailbox = std::move(list.mailboxes.front());
  }
  return pra;
}

}  // namespace mass
