#include "schemes/entity-smime/verify.hpp"

#include <algorithm>
#include <utility>

#include "schemes/entity-smime/examine.hpp"

namespace mass::entity_smime {
namespace {

constexpr std::size_t kMostLayers = 8;

// Source: sheet section 5.8.
std::string_view judge_policy(const PolicyRecords* records, const Verdict& verdict, bool has_layer,
                              const Settings& settings) {
  if (records == nullptr) return "temperror";
  const bool is_violated = std::ranges::any_of(records->authentication, [&](Policy policy) {
    if (policy == Policy::never) return has_layer;
    const bool is_signature_due =
        policy == Policy::always || (policy == Policy::ehlo && settings.ehlo_smime);
    return is_signature_due && verdict.outcome != Outcome::pass;
  });
  return is_violated ? "violation" : "ok";
}

void judge_layers(const Message& message, const MimeTree& tree, const std::vector<Layer>& layers,
                  const Author& author, PolicySource& policies, const Settings& settings,
                  const Context& context, Verdict& verdict) {
  std::optional<SignatureVerdict> chosen;
  for (const Layer& layer : layers) {
    const int number = static_cast<int>(verdict.signatures.size()) + 1;
    Judged judged =
        examine(message.body().view(), tree, layer, number, author, policies, settings, context);
    if (!chosen || judged.has_kind) chosen = judged.verdict;
    verdict.signatures.push_back(std::move(judged.verdict));
    if (judged.has_kind) break;
  }
  static_cast<SignatureVerdict&>(verdict) = *std::move(chosen);
}

}  // namespace

Verdict verify_message(const Message& message, const Settings& settings, const Context& context) {
  Verdict verdict;
  const Author author = author_of(message);
  PolicySource policies(context);
  const MimeTree tree = parse_mime(message);
  const auto layers =
      find_layers(tree, settings.prefer == Prefer::aligned ? kMostLayers : std::size_t{1});
  if (layers.empty()) {
    conclude(verdict, Outcome::none, "none", Cause::sig_missing,
             "the message has no multipart/signed part with an S/MIME signature",
             "sheet section 5.1");
    verdict.detail["nested"] = std::int64_t{0};
    verdict.detail["unsigned_outside"] = std::vector<std::string>{};
  } else {
    judge_layers(message, tree, layers, author, policies, settings, context, verdict);
  }
  const std::string_view policy =
      judge_policy(policies.of(author.domain), verdict, !layers.empty(), settings);
  verdict.detail["policy"] = std::string(policy);
  // Every state but pass is shown as unsigned; only a violation is rejected.
  if (verdict.outcome == Outcome::pass) verdict.disposition = Disposition::accept;
  if (policy == "violation") verdict.disposition = Disposition::reject;
  return verdict;
}

}  // namespace mass::entity_smime
