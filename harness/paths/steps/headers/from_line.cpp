#include <fmt/format.h>

#include "core/base/text.hpp"
#include "core/base/time.hpp"
#include "core/message/address.hpp"
#include "harness/paths/edit.hpp"
#include "harness/paths/settings.hpp"
#include "harness/paths/steps/steps.hpp"

namespace mass::transforms {

namespace {

std::string sender_of(const Message& message, const Parameters& parameters) {
  for (const std::string& name : parameters.list("senders")) {
    const Field* field = message.find(name);
    if (field == nullptr) continue;
    const AddressList list = parse_address_list(field->value());
    if (!list.mailboxes.empty()) return list.mailboxes.front().address();
  }
  return parameters.text("otherwise");
}

// `Mon Nov 23 15:28:18 2026`, as ctime(3) writes it, from `Mon, 23 Nov 2026 15:28:18 +0000`.
std::string ctime_text(Time time) {
  const std::string date = mail_date(time);
  const auto words = split(date, ' ');
  return fmt::format("{} {} {:>2} {} {}", words[0].substr(0, 3), words[2], *parse_decimal(words[1]),
                     words[4], words[3]);
}

Applied apply_from_line(const Transit& transit, const Parameters& parameters, StepContext&) {
  return reparsed(transit,
                  fmt::format("From {}  {}\r\n{}", one_line(sender_of(transit.message, parameters)),
                              ctime_text(transit.envelope.time), transit.message.to_string()),
                  {"put a From_ line on top"});
}

}  // namespace

// The line is no header field, so that a message with it is all body to what follows: a last step.
Transform from_line() {
  return {.id = "from_line",
          .name = "from_line",
          .text = "Puts the line that starts an entry of an mbox file on top.",
          .models = "formail, delivery agents",
          .benign = true,
          .parameters = {texts("senders", {"Return-Path", "Sender", "From"},
                               "Fields that name the sender; the first that holds an address."),
                         free_text("otherwise", "foo@bar", "The sender when none does.")},
          .apply = apply_from_line};
}

}  // namespace mass::transforms
