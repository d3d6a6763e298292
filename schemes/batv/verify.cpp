#include "schemes/batv/verify.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "core/base/text.hpp"
#include "core/message/address.hpp"
#include "schemes/batv/check.hpp"
#include "schemes/batv/rules.hpp"

namespace mass::batv {
namespace {

constexpr std::string_view kTableSource = "BATV sheet section 6";

/// A verdict on one recipient, and what becomes of it.
struct Answer {
  SignatureVerdict verdict;
  Disposition disposition = Disposition::no_opinion;
};

// True for the senders that leave us without a tag. What only looks like a tag is none of them.
// Source: BATV sheet sections 2, 6 and 8.
bool is_never_tagged(std::string_view reason) {
  return !reason.empty() && reason != "already_tagged" && reason != "malformed";
}

Answer untagged(std::string_view recipient, bool is_bounce, const Settings& settings,
                const Context& context) {
  Answer answer;
  SignatureVerdict& verdict = answer.verdict;
  verdict.detail["exim"] = std::string("none");
  if (settings.rules == Rules::plain) {
    conclude(verdict, Outcome::none, "not-tagged", Cause::sig_missing, "the address has no tag",
             kTableSource);
    return answer;
  }
  answer.disposition = Disposition::accept;
  const auto number = settings.signing_key(day_number(context.now));
  const auto secret = number ? find_secret(recipient, *number, context) : std::nullopt;
  if (!is_bounce) {
    conclude(verdict, Outcome::na, "not-tagged", Cause::intact,
             "ordinary mail: it has a sender, and its recipient has no tag", kTableSource);
  } else if (!is_ours(recipient, context) || !secret || !*secret || (*secret)->empty()) {
    conclude(verdict, Outcome::na, "not-ours", Cause::intact,
             fmt::format("we do not tag for {}", printable(split_address(recipient).domain, 80)),
             kTableSource);
  } else if (const auto reason = reason_not_to_tag(without_needless_quotes(recipient), settings);
             is_never_tagged(reason)) {
    conclude(verdict, Outcome::na, "exempt", Cause::intact,
             fmt::format("this address is never tagged: {}", reason), kTableSource);
  } else {
    answer.disposition = Disposition::reject;
    conclude(verdict, Outcome::fail, "untagged", Cause::sig_missing,
             "a bounce to an address that always sends with a tag", kTableSource);
  }
  return answer;
}

Answer judge(std::string_view recipient, bool is_bounce, const Settings& settings,
             const Context& context) {
  Answer answer;
  const auto tag = parse_tag(recipient, settings.forms);
  if (!tag || (settings.rules == Rules::house && !is_ours(recipient, context))) {
    answer = untagged(recipient, is_bounce, settings, context);
  } else {
    answer.verdict = check_tag(*tag, settings, context);
    const bool is_refused = is_bounce && answer.verdict.outcome == Outcome::fail;
    // A tag that does not hold proves nothing about mail with a sender: it is taken off.
    answer.disposition = is_refused ? Disposition::reject : Disposition::accept;
  }
  answer.verdict.detail["recipient"] = std::string(recipient);
  return answer;
}

// A bounce has one recipient; a second one shows that it is none.
Answer refuse_second(std::string_view recipient) {
  Answer answer;
  conclude(answer.verdict, Outcome::fail, "multiple-rcpt", Cause::envelope_mismatch,
           "a bounce with more than one recipient", kTableSource);
  answer.verdict.detail["recipient"] = std::string(recipient);
  answer.disposition = Disposition::reject;
  return answer;
}

// The recipient that decides: the second of a bounce, else the first that the scheme judges.
const Answer& deciding(const std::vector<Answer>& answers) {
  const auto refused = std::ranges::find_if(
      answers, [](const Answer& one) { return one.verdict.state == "multiple-rcpt"; });
  if (refused != answers.end()) return *refused;
  const auto judged = std::ranges::find_if(
      answers, [](const Answer& one) { return one.verdict.outcome != Outcome::na; });
  return judged == answers.end() ? answers.front() : *judged;
}

}  // namespace

Verdict check_recipients(const Envelope& envelope, const Settings& settings,
                         const Context& context) {
  Verdict verdict;
  if (envelope.rcpt_to.empty()) {
    conclude(verdict, Outcome::na, "no-recipient", Cause::intact,
             "there is no recipient whose tag could be checked", kTableSource);
    return verdict;
  }
  const bool is_bounce = envelope.mail_from.empty();
  const bool is_strict = is_bounce && settings.rules == Rules::house;
  std::vector<Answer> answers;
  bool has_ours = false;
  for (const std::string& recipient : envelope.rcpt_to) {
    answers.push_back(is_strict && has_ours ? refuse_second(recipient)
                                            : judge(recipient, is_bounce, settings, context));
    has_ours = has_ours || answers.back().verdict.state != "not-ours";
  }
  const Answer& answer = deciding(answers);
  static_cast<SignatureVerdict&>(verdict) = answer.verdict;
  verdict.disposition = answer.disposition;
  if (verdict.disposition == Disposition::reject) verdict.detail["reject_at"] = settings.reject_at;
  for (Answer& one : answers) verdict.signatures.push_back(std::move(one.verdict));
  return verdict;
}

}  // namespace mass::batv
