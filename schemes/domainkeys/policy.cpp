#include "schemes/domainkeys/policy.hpp"

#include <optional>

#include "core/base/text.hpp"
#include "schemes/domainkeys/coverage.hpp"
#include "schemes/domainkeys/sender.hpp"
#include "schemes/domainkeys/tags.hpp"

namespace mass::domainkeys {
namespace {

// Nothing if the DNS could not say.
std::optional<PolicyRecord> fetch(const std::string& domain, const Settings& settings,
                                  const Context& context) {
  const KeyAnswer answer = context.directory.lookup(
      {KeyQuery::Kind::dns_txt, "_domainkey." + ascii_lower(domain)}, context.now, context.cost);
  switch (answer.status) {
    case KeyAnswer::Status::found:
      if (answer.records.empty()) return PolicyRecord{};
      return parse_policy(answer.records.front(), settings.tag_rules);
    case KeyAnswer::Status::absent:
      return PolicyRecord{};
    case KeyAnswer::Status::failed:
    case KeyAnswer::Status::timeout:
      return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace

void apply_policy(Verdict& verdict, const Message& message, std::string_view sending_domain,
                  const Settings& settings, const Context& context) {
  if (verdict.outcome == Outcome::pass) verdict.disposition = Disposition::accept;
  if (verdict.outcome == Outcome::pass || verdict.outcome == Outcome::temperror) return;
  std::string domain(sending_domain);
  if (domain.empty()) {
    const auto sender = find_sending_address(all_fields(message.fields()), settings.two_from);
    if (!sender) return;
    domain = sender->mailbox.domain;
  }
  if (!is_dns_name("_domainkey." + domain)) return;
  const auto policy = fetch(domain, settings, context);
  if (!policy) return;
  verdict.detail["policy"] = std::string(policy->signs_all ? "-" : "~");
  if (policy->is_testing) verdict.detail["testing"] = true;
  const bool is_testing = verdict.detail.contains("testing");
  if (policy->signs_all && !is_testing) verdict.disposition = Disposition::reject;
}

}  // namespace mass::domainkeys
