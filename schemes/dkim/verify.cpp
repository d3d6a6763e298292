#include "schemes/dkim/verify.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "core/base/punycode.hpp"
#include "core/message/address.hpp"
#include "core/message/limits.hpp"
#include "schemes/dkim/examine.hpp"
#include "schemes/dkim/tags.hpp"

namespace mass::dkim {
namespace {

SignatureVerdict not_judged() {
  SignatureVerdict skipped;
  conclude(skipped, Outcome::none, "not judged", Cause::intact,
           fmt::format("only the topmost {} signatures are judged", kMaxJudged),
           "DKIM sheet section 8");
  return skipped;
}

// A domain that a verdict proves is the author's if the address of From lies in it.
bool is_authors(std::string_view identity, const Message& message) {
  const Field* from = message.find("From");
  if (identity.empty() || from == nullptr) return false;
  const AddressList list = parse_address_list(from->value());
  if (list.mailboxes.empty()) return false;
  const auto domain = ascii_domain(list.mailboxes.front().domain);
  return domain && is_same_or_subdomain(*domain, identity);
}

// How good a verdict is for the message. Source: RFC 6376 section 6.1: one good signature is
// enough, and one that may still turn out good is better than one that cannot.
int rank(const SignatureVerdict& verdict, const Message& message) {
  switch (verdict.outcome) {
    case Outcome::pass:
      return is_authors(verdict.identity, message) ? 5 : 4;
    case Outcome::temperror:
      return 3;
    case Outcome::fail:
      return 2;
    case Outcome::permerror:
      return 1;
    case Outcome::none:
    case Outcome::na:
      break;
  }
  return 0;
}

}  // namespace

Verdict verify_message(const Message& message, const Settings& settings, const Context& context) {
  Verdict verdict;
  if (message.find(kSignatureField) == nullptr) {
    conclude(verdict, Outcome::none, "no signature", Cause::sig_missing,
             "the message has no DKIM-Signature field", "RFC 6376 section 6.1");
    return verdict;
  }
  if (const std::string_view excess = excess_of(message); !excess.empty()) {
    conclude(verdict, Outcome::permerror, "signature syntax error", Cause::sig_syntax,
             fmt::format("not judged: {}", excess), "common sheet section 1");
    return verdict;
  }
  const auto fields = message.fields();
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (!fields[i].is(kSignatureField)) continue;
    const std::size_t count = verdict.signatures.size();
    verdict.signatures.push_back(
        count < kMaxJudged ? examine(message, i, static_cast<int>(count) + 1, settings, context)
                           : not_judged());
  }
  const auto best = std::ranges::max_element(
      verdict.signatures, {},
      [&message](const SignatureVerdict& one) { return rank(one, message); });
  const SignatureVerdict chosen = *best;
  static_cast<SignatureVerdict&>(verdict) = chosen;
  // A key in testing says that the domain is not to be taken at its word yet.
  if (verdict.outcome == Outcome::pass && !verdict.detail.contains("testing")) {
    verdict.disposition = Disposition::accept;
  }
  return verdict;
}

}  // namespace mass::dkim
