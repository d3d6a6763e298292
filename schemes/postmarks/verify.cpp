#include "schemes/postmarks/verify.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>
#include <vector>

#include "core/message/address.hpp"
#include "core/message/limits.hpp"
#include "schemes/postmarks/canonical.hpp"
#include "schemes/postmarks/content.hpp"
#include "schemes/postmarks/examine.hpp"
#include "schemes/postmarks/stamp.hpp"

namespace mass::postmarks {
namespace {

constexpr std::string_view kStateSource = "postmarks sheet section 5 step 4";

// Every author must lie in the domain: a second From field or address may be the one that is shown.
bool are_authors_in(std::string_view domain, const Message& message) {
  bool is_any = false;
  for (const Field& field : message.fields()) {
    if (!field.is("From")) continue;
    for (const Mailbox& mailbox : parse_address_list(field.value()).mailboxes) {
      if (!is_same_or_subdomain(mailbox.domain, domain)) return false;
      is_any = true;
    }
  }
  return is_any;
}

/// What is reported beside the state. Source: section 5 step 3.
struct Report {
  std::string origin;
  std::string ident = "none";
  bool is_envelope_intact = false;
  std::vector<std::string> modified_after;
};

Report make_report(const Transit& transit, const std::vector<Stamp>& chain,
                   const std::vector<JudgedStamp>& judged, const Context& context) {
  Report report;
  report.origin = chain.front().domain;
  const std::string& sender = transit.envelope.mail_from;
  if (are_authors_in(report.origin, transit.message)) {
    report.ident = "from";
  } else if (is_same_or_subdomain(split_address(sender).domain, report.origin)) {
    report.ident = "mailfrom";
  }
  const Stamp& last = chain.back();
  report.is_envelope_intact = context.crypto.digest(last.hash, canonical_sender(sender),
                                                    context.cost) == last.sender_digest;
  for (std::size_t k = 0; k < judged.size(); ++k) {
    if (judged[k].shows_change()) report.modified_after.push_back(fmt::format("{}", k + 1));
  }
  return report;
}

void write_down(const Report& report, ValueMap& detail) {
  detail["origin"] = report.origin;
  detail["ident"] = report.ident;
  detail["envelope"] = std::string(report.is_envelope_intact ? "match" : "changed");
  detail["modified_after"] = report.modified_after;
}

// The state that a stamp which is not valid gives the message.
std::string_view state_by(StampState worst) {
  switch (worst) {
    case StampState::badsig:
    case StampState::future:
      return "fail";
    case StampState::expired:
      return "expired";
    case StampState::temperror:
      return "temperror";
    case StampState::permerror:
    case StampState::revoked:
    case StampState::nokey:
    case StampState::valid:
      break;
  }
  return "permerror";
}

void decide_by_worst(const JudgedStamp& worst, std::size_t number, Verdict& verdict) {
  const SignatureVerdict& stamp = worst.verdict;
  conclude(verdict, stamp.outcome, state_by(worst.state), stamp.cause,
           fmt::format("stamp {}: {}", number, stamp.reason), stamp.source);
}

// All stamps are valid: what they say about message and envelope decides. The content comes first
// as a cause, as wherever causes are named.
void decide_by_report(const Report& report, const JudgedStamp& last, bool binds_envelope,
                      Verdict& verdict) {
  const bool is_envelope_wrong = binds_envelope && !report.is_envelope_intact;
  const auto decide = [&verdict](Outcome outcome, std::string_view state, Cause cause,
                                 std::string reason) {
    conclude(verdict, outcome, state, cause, std::move(reason), kStateSource);
  };
  if (last.shows_change()) {
    decide(Outcome::fail, "fail", Cause::crypto_bad, "last stamp: " + last.verdict.reason);
  } else if (is_envelope_wrong && !report.modified_after.empty()) {
    decide(Outcome::fail, "fail", Cause::envelope_mismatch,
           "the envelope sender is not that of the last stamp, and an earlier stamp is for another "
           "message");
  } else if (is_envelope_wrong) {
    decide(Outcome::fail, "fail-envelope", Cause::envelope_mismatch,
           "the envelope sender is not that of the last stamp");
  } else {
    const bool is_modified = !report.modified_after.empty();
    decide(Outcome::pass, is_modified ? "pass-chain" : "pass", Cause::intact, {});
    verdict.identity = report.origin;
    const bool is_author = !is_modified && report.ident == "from";
    if (is_author) verdict.disposition = Disposition::accept;
  }
}

void report_nothing(Verdict& verdict) {
  verdict.detail["ident"] = std::string("none");
  verdict.detail["modified_after"] = std::vector<std::string>{};
}

}  // namespace

Verdict verify_transit(const Transit& transit, const Settings& settings, const Context& context) {
  Verdict verdict;
  const Message& message = transit.message;
  if (message.find(kField) == nullptr) {
    report_nothing(verdict);
    conclude(verdict, Outcome::none, "none", Cause::sig_missing,
             "the message has no Postmark field", "postmarks sheet section 5 step 1");
    return verdict;
  }
  if (const std::string_view excess = excess_of(message); !excess.empty()) {
    report_nothing(verdict);
    conclude(verdict, Outcome::permerror, "permerror", Cause::sig_syntax,
             fmt::format("not judged: {}", excess), "common sheet section 1");
    return verdict;
  }
  const auto chain = read_chain(message);
  if (!chain) {
    report_nothing(verdict);
    conclude(verdict, Outcome::permerror, "permerror", chain.error().cause, chain.error().reason,
             chain.error().source);
    return verdict;
  }
  Content content(message, context);
  std::vector<JudgedStamp> judged;
  for (std::size_t k = 0; k < chain->size(); ++k) {
    judged.push_back(examine(*chain, k, content, context));
  }
  const Report report = make_report(transit, *chain, judged, context);
  write_down(report, verdict.detail);
  const auto worst = std::ranges::min_element(judged, {}, &JudgedStamp::state);
  if (worst->state != StampState::valid) {
    decide_by_worst(*worst, static_cast<std::size_t>(worst - judged.begin()) + 1, verdict);
  } else {
    decide_by_report(report, judged.back(), settings.binds_envelope, verdict);
  }
  for (JudgedStamp& one : judged) verdict.signatures.push_back(std::move(one.verdict));
  return verdict;
}

}  // namespace mass::postmarks
