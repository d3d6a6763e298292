#include "schemes/batv/sign.hpp"

#include <algorithm>
#include <utility>

#include "core/message/address.hpp"
#include "schemes/batv/rules.hpp"

namespace mass::batv {
namespace {

// The plainest spelling of the same mailbox. Source: RFC 5321 appendix C: a source route is
// ignored.
std::string plain_spelling(std::string_view address) {
  const std::size_t colon = address.find(':');
  const bool is_routed = address.starts_with('@') && colon != std::string_view::npos;
  return without_needless_quotes(is_routed ? address.substr(colon + 1) : address);
}

// Why the sender of this transit stays untagged; empty if nothing speaks against it.
std::string_view objection(const Envelope& envelope, std::string_view sender,
                           const Settings& settings, const Context& context) {
  if (sender.empty()) return "null_sender";
  if (split_address(sender).domain.empty()) return "no_domain";
  if (settings.rules == Rules::plain) return {};
  if (!is_ours(sender, context)) return "not_ours";
  // An SMTP server would send one copy per destination; here the copies share one sender.
  const bool is_exempt = std::ranges::any_of(envelope.rcpt_to, [&](const std::string& recipient) {
    return names_address(settings.exempt_destinations, recipient);
  });
  return is_exempt ? "exempt" : reason_not_to_tag(sender, settings);
}

Signed decline(Transit transit, std::string_view why) {
  return {std::move(transit), std::string(why)};
}

}  // namespace

Result<Signed> tag_sender(Transit transit, const Settings& settings, const Context& context) {
  const bool is_house = settings.rules == Rules::house;
  const std::string& mail_from = transit.envelope.mail_from;
  const std::string sender = is_house ? plain_spelling(mail_from) : mail_from;
  const std::string_view why_not = objection(transit.envelope, sender, settings, context);
  if (!why_not.empty()) return decline(std::move(transit), why_not);

  const std::int64_t today = day_number(context.now);
  const auto number = settings.signing_key(today);
  if (!number) return decline(std::move(transit), "no_key");
  const auto secret = find_secret(sender, *number, context);
  if (!secret) return std::unexpected(secret.error());
  if (!*secret) return decline(std::move(transit), "no_key");
  if (is_house && (*secret)->empty()) return decline(std::move(transit), "refused");

  PrvsTag tag;
  tag.form = settings.forms.first;
  tag.key_number = *number;
  tag.day = day_of_cycle(today + settings.lifetime_days);
  tag.original = is_house ? folded(sender, settings) : sender;
  tag.digest = keyed_digest(tag, **secret, context);
  transit.envelope.mail_from = tag.address();
  return Signed{std::move(transit), {}};
}

}  // namespace mass::batv
