#include "schemes/arc/validate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "core/base/text.hpp"
#include "core/message/limits.hpp"
#include "core/signature/findings.hpp"
#include "schemes/arc/chain.hpp"
#include "schemes/arc/sets.hpp"

namespace mass::arc {
namespace {

using signature::Check;
using signature::Flaw;

// Why the newest message signature names what no signer may list.
std::optional<Flaw> check_names(const ArcSet& set) {
  const std::string* text = set.signature_tags.list.find("h");
  const bool is_list = text != nullptr && signature::parse_colon_list(*text).has_value();
  if (is_list && std::ranges::all_of(set.signature_tags.tags.names, may_be_signed)) {
    return std::nullopt;
  }
  return signature::syntax_flaw("h= of the newest message signature is not what a signer may list",
                                "RFC 8617 section 4.1.2");
}

/// Validates one chain.
class Validation {
 public:
  Validation(const Transit& transit, const Settings& settings, const Context& context)
      : message_(transit.message),
        settings_(settings),
        context_(context),
        chain_(read_chain(transit.message)) {}

  Verdict run() {
    if (chain_.absent()) {
      conclude(verdict_, Outcome::none, "cv=none", Cause::sig_missing,
               "the message has no ARC fields", "RFC 8617 section 5.2 step 1");
      return std::move(verdict_);
    }
    describe();
    if (const std::string_view excess = excess_of(message_); !excess.empty()) {
      fail_with(
          signature::syntax_flaw(fmt::format("not judged: {}", excess), "common sheet section 1"),
          0, {});
    } else if (chain_.flaw) {
      fail_with(*chain_.flaw, chain_.flawed, {});
    } else if (auto flaw = forbidden_names()) {
      fail_with(*flaw, chain_.sets.size(), kSignatureField);
    } else {
      judge();
    }
    return std::move(verdict_);
  }

 private:
  // Place in the list of sets, and in the transcript from 1: the newest set comes first.
  [[nodiscard]] std::size_t place_of(std::size_t instance) const {
    return chain_.sets.size() - instance;
  }
  [[nodiscard]] int number_of(std::size_t instance) const {
    return static_cast<int>(place_of(instance)) + 1;
  }
  [[nodiscard]] SignatureVerdict& verdict_of(std::size_t instance) {
    return verdict_.signatures[place_of(instance)];
  }

  [[nodiscard]] std::optional<Flaw> forbidden_names() const {
    if (settings_.name_rules == NameRules::deployed) return std::nullopt;
    return check_names(chain_.sets.back());
  }

  void describe() {
    verdict_.detail["instances"] = static_cast<std::int64_t>(chain_.sets.size());
    for (std::size_t instance = chain_.sets.size(); instance > 0; --instance) {
      const ArcSet& set = chain_.sets[instance - 1];
      SignatureVerdict one;
      conclude(one, Outcome::none, "not judged", Cause::intact, "the chain was not judged that far",
               "RFC 8617 section 5.2");
      one.detail["instance"] = static_cast<std::int64_t>(instance);
      one.detail["cv"] = printable(set.status(), 40);
      one.detail["domain"] = set.seal_tags.tags.domain;
      one.detail["selector"] = set.seal_tags.tags.selector;
      one.detail["signature_domain"] = set.signature_tags.tags.domain;
      answer(one, "seal", Check::not_made);
      answer(one, "message_signature", Check::not_made);
      verdict_.signatures.push_back(std::move(one));
    }
  }

  static void answer(SignatureVerdict& one, std::string_view question, Check check) {
    one.detail[std::string(question)] = std::string(signature::name_of(check));
  }

  // A chain that fails does so for good, whatever the flaw would be for a signature alone.
  // Source: RFC 8617 section 5.2.1.
  void fail_with(const Flaw& flaw, std::size_t instance, std::string_view field) {
    const bool waits = flaw.outcome == Outcome::temperror && settings_.trouble == Trouble::retry;
    conclude(verdict_, waits ? Outcome::temperror : Outcome::fail,
             waits ? std::string_view(flaw.state) : "cv=fail", flaw.cause, flaw.reason,
             flaw.source);
    if (instance > 0) verdict_.detail["broken_set"] = static_cast<std::int64_t>(instance);
    if (!field.empty()) verdict_.detail["broken_field"] = std::string(field);
  }

  [[nodiscard]] bool is_failed() const { return verdict_.outcome == Outcome::fail; }

  void judge() {
    judge_newest_signature();
    for (std::size_t instance = chain_.sets.size(); instance > 0; --instance) {
      // A transcript shall hold all seals, so that two of them can be compared.
      if (is_failed() && context_.trace == nullptr) break;
      judge_seal(instance);
    }
    if (verdict_.outcome != Outcome::none) return;
    conclude(verdict_, Outcome::pass, "cv=pass", Cause::intact, {}, "RFC 8617 section 5.2 step 7");
    find_oldest();
    // No disposition follows: whether a sealer is to be trusted is not in the chain.
  }

  void take(const Finding& finding, std::size_t instance, std::string_view question,
            std::string_view field) {
    SignatureVerdict& one = verdict_of(instance);
    if (finding.key_bits > 0) one.detail["key_bits"] = static_cast<std::int64_t>(finding.key_bits);
    if (finding.is_testing) one.detail["testing"] = true;
    if (!finding.flaw) {
      answer(one, question, Check::holds);
      return;
    }
    Flaw flaw = *finding.flaw;
    const bool may_pass = flaw.outcome == Outcome::temperror;
    answer(one, question, may_pass ? Check::unknown : Check::fails);
    flaw.reason = fmt::format("{} of set {}: {}", field, instance, flaw.reason);
    if (one.outcome == Outcome::none || one.outcome == Outcome::temperror) {
      signature::conclude(one, flaw);
    }
    if (is_failed() || (may_pass && verdict_.outcome != Outcome::none)) return;
    fail_with(flaw, instance, field);
  }

  void judge_newest_signature() {
    const std::size_t newest = chain_.sets.size();
    take(check_signature(message_, chain_, newest, number_of(newest), context_), newest,
         "message_signature", kSignatureField);
  }

  void judge_seal(std::size_t instance) {
    take(check_seal(chain_, instance, number_of(instance), context_), instance, "seal", kSealField);
    SignatureVerdict& one = verdict_of(instance);
    if (one.outcome != Outcome::none) return;
    conclude(one, Outcome::pass, "holds", Cause::intact, {}, "RFC 8617 section 5.2 step 6");
    one.identity = chain_.sets[instance - 1].seal_tags.tags.domain;
  }

  // Older message signatures may fail: a later hop changed the message. They decide nothing, so
  // they are left out of the transcript. Source: RFC 8617 section 5.2 step 5.
  void find_oldest() {
    Context aside = context_;
    aside.trace = nullptr;
    std::size_t oldest = chain_.sets.size();
    bool all_hold = true;
    while (oldest > 1 && all_hold) {
      const std::size_t next = oldest - 1;
      const Finding finding = check_signature(message_, chain_, next, number_of(next), aside);
      all_hold = !finding.flaw;
      answer(verdict_of(next), "message_signature",
             all_hold                                      ? Check::holds
             : finding.flaw->outcome == Outcome::temperror ? Check::unknown
                                                           : Check::fails);
      if (all_hold) oldest = next;
    }
    verdict_.detail["oldest_pass"] = all_hold ? std::int64_t{0} : static_cast<std::int64_t>(oldest);
    verdict_.identity = chain_.sets[oldest - 1].signature_tags.tags.domain;
  }

  const Message& message_;
  const Settings& settings_;
  const Context& context_;
  Chain chain_;
  Verdict verdict_;
};

}  // namespace

Verdict validate(const Transit& transit, const Settings& settings, const Context& context) {
  Verdict verdict = Validation(transit, settings, context).run();
  const std::string& client = transit.envelope.client_address;
  if (!client.empty()) verdict.detail["remote_ip"] = printable(client, 64);
  return verdict;
}

// There is no word for a chain that could not be judged now: to whoever must answer, it failed.
std::string result_of(const Verdict& verdict) {
  std::string text = "arc=fail";
  if (verdict.outcome == Outcome::pass) text = "arc=pass";
  if (verdict.outcome == Outcome::none) text = "arc=none";
  if (text == "arc=fail" && !verdict.reason.empty()) {
    text += " reason=" + authres_value(verdict.reason);
  }
  for (const auto& [property, name] :
       {std::pair{"header.oldest-pass", "oldest_pass"}, std::pair{"smtp.remote-ip", "remote_ip"}}) {
    const auto found = verdict.detail.find(name);
    if (found == verdict.detail.end()) continue;
    text += fmt::format(" {}={}", property, authres_value(to_text(found->second)));
  }
  return text;
}

}  // namespace mass::arc
