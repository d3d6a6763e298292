#include "schemes/iim/verify.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>
#include <vector>

#include "schemes/iim/examine.hpp"
#include "schemes/iim/policy.hpp"
#include "schemes/iim/tags.hpp"

namespace mass::iim {
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
  for (const Field& field : message.fields()) {
    if (!field.is(kSignatureField)) continue;
    const int number = static_cast<int>(judged.size()) + 1;
    judged.push_back(judged.size() >= kMaxJudged
                         ? not_judged()
                         : examine(message, field, number, settings, context));
  }
  return judged;
}

std::optional<Address> shown_address(const Message& message, std::string_view name) {
  const Field* field = message.find(name);
  return field == nullptr ? std::nullopt : address_in(field->value());
}

// The best comes first: a pass, then what may yet become one.
int rank(const Judged& judged) {
  switch (judged.verdict.outcome) {
    case Outcome::pass:
      return 0;
    case Outcome::temperror:
      return 1;
    case Outcome::fail:
      return 2;
    case Outcome::permerror:
      return 3;
    case Outcome::none:
    case Outcome::na:
      break;
  }
  return 4;
}

// The topmost of the best signatures among some of them; null if there are none of those.
template <class Predicate>
const Judged* best(const std::vector<Judged>& judged, Predicate is_meant) {
  const Judged* found = nullptr;
  for (const Judged& one : judged) {
    if (is_meant(one) && (found == nullptr || rank(one) < rank(*found))) found = &one;
  }
  return found;
}

// The signature that speaks for the message; `judged` is not empty.
const Judged& choose(const std::vector<Judged>& judged, const Message& message, Combine combine) {
  const auto from = shown_address(message, "From");
  const auto sender = shown_address(message, "Sender");
  const auto pick = [&](auto is_meant) {
    for (const auto& shown : {from, sender}) {
      const Judged* found = best(judged, [&](const Judged& one) {
        return shown && one.address == shown && is_meant(one);
      });
      if (found != nullptr) return found;
    }
    return best(judged, is_meant);
  };
  if (combine == Combine::any) {
    const auto is_good = [](const Judged& one) { return one.verdict.outcome == Outcome::pass; };
    if (const Judged* found = pick(is_good)) return *found;
  }
  return *pick([](const Judged&) { return true; });
}

// Source: common sheet section 1, a project rule.
std::optional<std::string_view> find_excess(const Message& message) {
  static constexpr std::array kExcesses{
      std::pair{Defect::many_fields, "the header has over 1,000 fields"},
      std::pair{Defect::long_field, "a header field is over 64 KiB long"},
      std::pair{Defect::long_name, "the name of a header field is over 998 octets long"}};
  for (const auto& [defect, text] : kExcesses) {
    if (message.defects().has(defect)) return text;
  }
  return std::nullopt;
}

}  // namespace

Verdict verify_message(const Message& message, const Settings& settings, const Context& context) {
  Verdict verdict;
  if (message.find(kSignatureField) == nullptr) {
    conclude(verdict, Outcome::none, "no signature", Cause::sig_missing,
             "the message has no IIM-SIG field", "IIM sheet section 8");
    apply_policy(verdict, message, context);
    return verdict;
  }
  if (const auto excess = find_excess(message)) {
    conclude(verdict, Outcome::permerror, "s=? v=?", Cause::sig_syntax,
             fmt::format("not judged: {}", *excess), "common sheet section 1");
    return verdict;
  }
  std::vector<Judged> judged = judge_all(message, settings, context);
  static_cast<SignatureVerdict&>(verdict) = choose(judged, message, settings.combine).verdict;
  for (Judged& one : judged) verdict.signatures.push_back(std::move(one.verdict));
  apply_policy(verdict, message, context);
  return verdict;
}

}  // namespace mass::iim
