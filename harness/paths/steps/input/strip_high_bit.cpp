#include "harness/paths/edit.hpp"
#include "harness/paths/settings.hpp"
#include "harness/paths/steps/steps.hpp"

namespace mass::transforms {

namespace {

std::string stripped(std::string text) {
  for (char& c : text) c = static_cast<char>(c & 0x7F);
  return text;
}

Applied apply_strip_high_bit(const Transit& transit, const Parameters& parameters, StepContext&) {
  Transit after = transit;
  if (parameters.flag("envelope")) {
    after.envelope.mail_from = stripped(transit.envelope.mail_from);
    for (std::string& recipient : after.envelope.rcpt_to) recipient = stripped(recipient);
  }
  if (parameters.flag("message")) {
    after.message = Message::parse(stripped(transit.message.to_string()));
  }
  return applied(transit, std::move(after), {"8-bit octets lost their high bit"});
}

}  // namespace

Transform strip_high_bit() {
  return {.id = "strip_high_bit",
          .name = "strip_high_bit",
          .text = "Takes the high bit off every octet.",
          .models = "Sendmail (SevenBitInput)",
          .benign = true,
          .parameters = {flag("message", true, "Of the message."),
                         flag("envelope", true, "Of the envelope's addresses.")},
          .apply = apply_strip_high_bit};
}

}  // namespace mass::transforms
