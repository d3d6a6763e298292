#include <optional>

#include "core/base/punycode.hpp"
#include "core/base/text.hpp"
#include "core/message/address.hpp"
#include "harness/paths/edit.hpp"
#include "harness/paths/settings.hpp"
#include "harness/paths/software/exim/exim.hpp"

namespace mass::transforms {

namespace {

constexpr std::size_t kLongestLabel = 1000;  // the algorithm is quadratic; no address is as long

std::string ascii_label(std::string_view label) {
  if (!has_eight_bit(label) || label.size() > kLongestLabel) return std::string(label);
  const auto coded = punycode(label);
  return coded ? "xn--" + *coded : std::string(label);
}

std::string ascii_address(const std::string& address) {
  const auto [local, domain] = split_address(address);
  std::string out = ascii_label(local);
  if (domain.empty()) return out;
  char before = '@';
  for (const std::string_view label : split(domain, '.')) {
    out += before;
    out += ascii_label(label);
    before = '.';
  }
  return out;
}

Applied apply_downgrade(const Transit& transit, const Parameters&, StepContext&) {
  Transit after = transit;
  after.envelope.mail_from = ascii_address(transit.envelope.mail_from);
  for (std::string& recipient : after.envelope.rcpt_to) recipient = ascii_address(recipient);
  after.envelope.smtp_utf8 = false;
  return applied(transit, std::move(after), {"envelope addresses are ASCII now"});
}

}  // namespace

Transform exim_utf8_downgrade() {
  return {.id = "exim_utf8_downgrade",
          .name = "exim_utf8_downgrade",
          .text =
              "Spells envelope addresses in ASCII (xn--) and drops SMTPUTF8; the message stays "
              "as it is.",
          .models = "Exim (utf8_downgrade), to a next hop without SMTPUTF8",
          .benign = true,
          .parameters = {},
          .apply = apply_downgrade};
}

}  // namespace mass::transforms
