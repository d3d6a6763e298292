#include "schemes/mta-signatures/verify.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "core/message/limits.hpp"
#include "schemes/mta-signatures/examine.hpp"

namespace mass::mta_signatures {
namespace {

Verdict concluded(Outcome outcome, std::string_view state, Cause cause, std::string reason,
                  std::string_view source) {
  Verdict verdict;
  conclude(verdict, outcome, state, cause, std::move(reason), source);
  return verdict;
}

// Beyond these a message is not judged: what a reader sees of it may not be what was read here.
// Source: common sheet section 1, a project rule.
std::string_view find_excess(const Message& message, const Container& container) {
  if (const std::string_view excess = excess_of(message); !excess.empty()) return excess;
  return container.tree.truncated ? "the message has too many parts, or too deep ones"
                                  : std::string_view();
}

SignatureVerdict not_judged() {
  SignatureVerdict skipped;
  conclude(skipped, Outcome::none, "not judged", Cause::intact,
           fmt::format("only the first {} postal-data parts are judged", kMaxJudged),
           kVerifierSource);
  return skipped;
}

// Best state among the aligned, else among all; the first of equals. `judged` is not empty.
const Judged& choose(const std::vector<Judged>& judged) {
  const bool has_aligned = std::ranges::any_of(judged, &Judged::is_aligned);
  const Judged* best = nullptr;
  for (const Judged& one : judged) {
    if (has_aligned && !one.is_aligned) continue;
    if (best == nullptr || one.state < best->state) best = &one;
  }
  return *best;
}

}  // namespace

Verdict verify_message(const Message& message, const Context& context) {
  Container container = read_container(message);
  const std::size_t count = container.postal_count();
  if (count == 0) {
    return concluded(Outcome::none, "none", Cause::sig_missing,
                     container.is_mixed ? "the message has no multipart/x-postal-data child"
                                        : "the message is no multipart/mixed",
                     kVerifierSource);
  }
  if (const std::string_view excess = find_excess(message, container); !excess.empty()) {
    return concluded(Outcome::permerror, name_of(State::permerror), Cause::sig_syntax,
                     fmt::format("not judged: {}", excess), "common sheet section 1");
  }
  Scene scene(message, std::move(container), context);
  std::vector<Judged> judged;
  const auto& children = scene.container().children;
  for (std::size_t i = 0; i < children.size() && judged.size() < kMaxJudged; ++i) {
    if (!children[i].is_postal) continue;
    judged.push_back(examine(scene, i, static_cast<int>(judged.size()) + 1, context));
  }
  Verdict verdict;
  static_cast<SignatureVerdict&>(verdict) = choose(judged).verdict;
  for (Judged& one : judged) verdict.signatures.push_back(std::move(one.verdict));
  for (std::size_t i = judged.size(); i < count; ++i) verdict.signatures.push_back(not_judged());
  return verdict;
}

}  // namespace mass::mta_signatures
