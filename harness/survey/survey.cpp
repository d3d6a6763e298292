#include "harness/survey/survey.hpp"

#include <algorithm>
#include <utility>

#include "core/base/text.hpp"

namespace mass::survey {
namespace {

constexpr std::array<std::string_view, 6> kOptionalTags{"i", "l", "q", "t", "x", "z"};
constexpr std::size_t kShownName = 64;

void add_names(KindTally& tally, std::vector<std::string> names) {
  std::ranges::sort(names);
  for (auto at = names.begin(); at != names.end();) {
    const auto end = std::find_if(at, names.end(), [&](const auto& name) { return name != *at; });
    NameTally& name = tally.names[printable(*at, kShownName)];
    ++name.listed;
    if (end - at > 1) ++name.repeated;
    at = end;
  }
}

void add_signature(KindTally& tally, const StoredSignature& signature) {
  ++tally.signatures;
  ++tally.domains[signature.domain];
  ++tally.algorithms[signature.algorithm];
  if (!signature.canons.empty()) ++tally.canons[signature.canons];
  if (!signature.flaw.empty()) ++tally.flaws[signature.flaw];
  for (const std::string_view tag : kOptionalTags) {
    if (std::ranges::find(signature.tag_names, tag) != signature.tag_names.end()) {
      ++tally.tags[std::string(tag)];
    }
  }
  add_names(tally, signature.tags.names);
}

void add_fate(BodyTally& tally, const StoredSignature& signature, const BodyFate& fate) {
  ++tally.signatures;
  if (!signature.can_be_compared) {
    ++tally.not_comparable;
    return;
  }
  const auto level = fate.level();
  if (!level) {
    ++(fate.given_up ? tally.given_up : tally.lost);
    return;
  }
  ++tally.levels[static_cast<std::size_t>(*level)];
  if (*level == Level::stored && fate.unsigned_octets > 0) ++tally.grown;
  for (std::size_t i = 0; i < kUndos.size(); ++i) {
    if (fate.undone->has(kUndos[i])) ++tally.undos[i];
  }
}

}  // namespace

void BodyTally::add(const BodyTally& other) {
  signatures += other.signatures;
  not_comparable += other.not_comparable;
  lost += other.lost;
  given_up += other.given_up;
  grown += other.grown;
  for (std::size_t i = 0; i < levels.size(); ++i) levels[i] += other.levels[i];
  for (std::size_t i = 0; i < undos.size(); ++i) undos[i] += other.undos[i];
}

std::uint64_t BodyTally::up_to(Level level) const {
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i <= static_cast<std::size_t>(level); ++i) sum += levels[i];
  return sum;
}

SurveyedMessage add_message(Survey& survey, const CorpusMessage& message, const Crypto& crypto) {
  SurveyedMessage surveyed{stored_signatures(message.message), trace_list(message.message)};
  const std::vector<StoredSignature>& signatures = surveyed.found.signatures;
  ++survey.messages;
  ++survey.line_ends[static_cast<std::size_t>(message.line_ends)];
  ++survey.lists[surveyed.list.id];
  survey.excess += surveyed.found.excess;
  if (signatures.empty()) return surveyed;
  ++survey.signed_messages;
  std::array<bool, kKindCount> seen{};
  const std::vector<BodyFate> fates = find_bodies(message.message, signatures, crypto);
  for (std::size_t i = 0; i < signatures.size(); ++i) {
    const StoredSignature& signature = signatures[i];
    const auto kind = static_cast<std::size_t>(signature.kind);
    if (!std::exchange(seen[kind], true)) ++survey.kinds[kind].messages;
    add_signature(survey.kinds[kind], signature);
    if (!has_body_hash(signature.kind)) continue;
    const Group group{surveyed.list.id, surveyed.side_of(signature), signature.kind};
    add_fate(survey.bodies[group], signature, fates[i]);
  }
  return surveyed;
}

void add_problem(Survey& survey, CorpusProblem problem) {
  ++survey.problem_count;
  if (survey.problems.size() < kMaxProblems) survey.problems.push_back(std::move(problem));
}

}  // namespace mass::survey
