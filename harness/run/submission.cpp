#include "harness/run/submission.hpp"

#include <algorithm>
#include <set>

#include "core/base/text.hpp"
#include "core/message/address.hpp"

namespace mass {
namespace {

constexpr std::string_view kFallbackSender = "submitter@originator.example";
constexpr std::string_view kFallbackRecipient = "recipient@receiver.example";

// An address that can stand in an SMTP command: it comes from a hostile header.
bool is_sendable(const Mailbox& mailbox) {
  if (mailbox.local.empty() || mailbox.domain.empty()) return false;
  const std::string address = mailbox.address();
  return address.size() <= 254 && std::ranges::all_of(address, [](char c) {
           const auto octet = static_cast<unsigned char>(c);
           return octet > 0x20 && octet != 0x7F && c != '<' && c != '>';
         });
}

std::string first_address(const Message& message, std::string_view name) {
  const Field* field = message.find(name);
  if (field == nullptr) return {};
  for (const Mailbox& mailbox : parse_address_list(field->value()).mailboxes) {
    if (is_sendable(mailbox)) return mailbox.address();
  }
  return {};
}

std::string sending_address(const Message& message) {
  const std::string sender = first_address(message, "Sender");
  return sender.empty() ? first_address(message, "From") : sender;
}

}  // namespace

std::string sending_domain(const Message& message) {
  return ascii_lower(split_address(sending_address(message)).domain);
}

Transit submit(const Message& message, bool null_sender, Time now) {
  Transit transit;
  transit.message = message;
  Envelope& envelope = transit.envelope;
  if (!null_sender) {
    envelope.mail_from = sending_address(message);
    if (envelope.mail_from.empty()) envelope.mail_from = kFallbackSender;
  }
  std::string recipient = first_address(message, "To");
  if (recipient.empty()) recipient = kFallbackRecipient;
  envelope.rcpt_to.push_back(std::move(recipient));
  const std::string domain = ascii_lower(split_address(envelope.mail_from).domain);
  envelope.helo = "mail." + (domain.empty() ? std::string("originator.example") : domain);
  envelope.client_address = "192.0.2.1";
  envelope.eight_bit_mime = has_eight_bit(message.body().view());
  envelope.smtp_utf8 = message.defects().has(Defect::eight_bit_header);
  envelope.time = now;
  transit.hops.push_back({envelope.helo, now});
  return transit;
}

std::vector<std::string> originating_domains(const Transit& transit) {
  std::set<std::string> domains;
  const auto note = [&domains](std::string_view domain) {
    if (!domain.empty()) domains.insert(ascii_lower(domain));
  };
  note(split_address(transit.envelope.mail_from).domain);
  for (const Field& field : transit.message.fields()) {
    if (!field.is("From") && !field.is("Sender") && !field.is("Resent-From") &&
        !field.is("Resent-Sender")) {
      continue;
    }
    for (const Mailbox& mailbox : parse_address_list(field.value()).mailboxes) note(mailbox.domain);
  }
  return {domains.begin(), domains.end()};
}

}  // namespace mass
