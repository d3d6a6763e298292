#include "schemes/domainkeys/verify.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "core/message/limits.hpp"
#include "schemes/domainkeys/examine.hpp"
#include "schemes/domainkeys/policy.hpp"
#include "schemes/domainkeys/tags.hpp"

namespace mass::domainkeys {
namespace {

Judged not_judged() {
  Judged skipped;
  conclude(skipped.verdict, Outcome::none, "not judged", Cause::intact,
           fmt::format("only the topmost {} signatures are judged", kMaxJudged), {});
  return skipped;
}

std::vector<Judged> judge_all(const Message& message, const Settings& settings,
                              const Context& context) {
  std::vector<Judged> judged;
  const auto fields = message.fields();
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (!fields[i].is(kSignatureField)) continue;
    if (judged.size() >= kMaxJudged) {
      judged.push_back(not_judged());
      continue;
    }
    const int number = static_cast<int>(judged.size()) + 1;
    judged.push_back(examine(message, i, number, settings, context));
  }
  return judged;
}

// Index of the signature that speaks for the message. Without a candidate the topmost one says what
// is wrong. `judged` is not empty.
std::size_t choose(const std::vector<Judged>& judged, Combine combine) {
  const auto index_of = [&judged](auto found) {
    return found == judged.end() ? 0 : static_cast<std::size_t>(found - judged.begin());
  };
  if (combine == Combine::first) return 0;
  if (combine == Combine::any) {
    const auto good = std::ranges::find_if(
        judged, [](const Judged& one) { return one.verdict.outcome == Outcome::pass; });
    if (good != judged.end()) return index_of(good);
  }
  return index_of(std::ranges::find_if(judged, &Judged::is_candidate));
}

}  // namespace

Verdict verify_message(const Message& message, const Settings& settings, const Context& context) {
  Verdict verdict;
  if (message.find(kSignatureField) == nullptr) {
    conclude(verdict, Outcome::none, "no signature", Cause::sig_missing,
             "the message has no DomainKey-Signature field", "RFC 4870 section 3.7.1");
    apply_policy(verdict, message, {}, settings, context);
    return verdict;
  }
  if (const std::string_view excess = excess_of(message); !excess.empty()) {
    conclude(verdict, Outcome::permerror, "bad format", Cause::sig_syntax,
             fmt::format("not judged: {}", excess), "common sheet section 1");
    return verdict;
  }
  std::vector<Judged> judged = judge_all(message, settings, context);
  const std::size_t chosen = choose(judged, settings.combine);
  static_cast<SignatureVerdict&>(verdict) = judged[chosen].verdict;
  const std::string sending_domain = std::move(judged[chosen].sending_domain);
  for (Judged& one : judged) verdict.signatures.push_back(std::move(one.verdict));
  apply_policy(verdict, message, sending_domain, settings, context);
  return verdict;
}

}  // namespace mass::domainkeys
