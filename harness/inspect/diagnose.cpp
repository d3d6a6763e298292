#include "harness/inspect/diagnose.hpp"

#include <algorithm>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/base/text.hpp"
#include "core/base/utf8.hpp"
#include "core/keys/decorators.hpp"

namespace mass {
namespace {

bool holds(const Verdict& verdict) {
  return verdict.outcome == Outcome::pass || verdict.outcome == Outcome::na;
}

std::size_t first_difference(std::string_view left, std::string_view right) {
  const auto [at, ignored] = std::mismatch(left.begin(), left.end(), right.begin(), right.end());
  return static_cast<std::size_t>(at - left.begin());
}

constexpr std::size_t kExcerptLead = 16;
constexpr std::size_t kExcerptOctets = 64;

std::string excerpt(std::string_view octets, std::size_t offset) {
  std::size_t from = offset - std::min(offset, kExcerptLead);
  while (from > 0 && from < octets.size() && continues_character(octets[from])) --from;
  return std::string(octets.substr(std::min(from, octets.size()), kExcerptOctets));
}

void add_excerpts(Diagnosis& diagnosis, std::string_view before, std::string_view after) {
  diagnosis.before = excerpt(before, diagnosis.offset);
  diagnosis.after = excerpt(after, diagnosis.offset);
}

using Items = std::vector<const TraceItem*>;

Items fields_of(const Trace& trace) {
  Items items;
  for (const TraceItem& item : trace.items()) {
    if (!item.field.empty()) items.push_back(&item);
  }
  return items;
}

std::string key_of(const TraceItem& item) {
  return ascii_lower(item.field) + '\0' + item.octets;
}

// Takes out of both lists what stands in both with the same name and octets. Counted by key, since
// a hostile message may have very many fields.
void cancel_equal(Items& before, Items& after) {
  std::unordered_map<std::string, std::size_t> here;
  for (const TraceItem* item : after) ++here[key_of(*item)];
  std::unordered_map<std::string, std::size_t> both;
  std::erase_if(before, [&](const TraceItem* item) {
    const std::string key = key_of(*item);
    const auto found = here.find(key);
    if (found == here.end() || found->second == 0) return false;
    --found->second;
    ++both[key];
    return true;
  });
  std::erase_if(after, [&both](const TraceItem* item) {
    const auto found = both.find(key_of(*item));
    if (found == both.end() || found->second == 0) return false;
    --found->second;
    return true;
  });
}

const TraceItem* find_named(const Items& items, std::string_view field) {
  const auto found = std::ranges::find_if(
      items, [field](const TraceItem* item) { return iequals(item->field, field); });
  return found == items.end() ? nullptr : *found;
}

// The most telling difference of the header part: a field that is gone, then one that reads
// differently, then one that was not there.
Diagnosis compare_fields(const Trace& before, const Trace& after) {
  Items gone = fields_of(before);
  Items come = fields_of(after);
  cancel_equal(gone, come);
  Diagnosis changed;
  for (const TraceItem* item : gone) {
    if (changed.cause != Cause::intact && come.size() > 100) break;  // hostile: enough is known
    const TraceItem* other = find_named(come, item->field);
    if (other == nullptr) {
      Diagnosis absent{.cause = Cause::hdr_absent, .field = item->field};
      add_excerpts(absent, item->octets, {});
      return absent;
    }
    if (changed.cause != Cause::intact) continue;
    changed = {.cause = Cause::hdr_changed,
               .field = other->field,
               .offset = first_difference(item->octets, other->octets)};
    add_excerpts(changed, item->octets, other->octets);
  }
  if (changed.cause != Cause::intact) return changed;
  if (come.empty()) return {};
  Diagnosis extra{.cause = Cause::hdr_extra, .field = come.front()->field};
  add_excerpts(extra, {}, come.front()->octets);
  return extra;
}

std::string body_of(const Trace& trace) {
  std::string body;
  for (const TraceItem& item : trace.items()) {
    if (item.field.empty()) body += item.octets;
  }
  return body;
}

// Same fields with the same octets, hashed in another order.
Diagnosis compare_order(const Trace& before, const Trace& after) {
  const Items was = fields_of(before);
  const Items is = fields_of(after);
  for (std::size_t i = 0; i < std::min(was.size(), is.size()); ++i) {
    if (was[i]->octets == is[i]->octets) continue;
    Diagnosis moved{.cause = Cause::hdr_changed, .field = is[i]->field};
    add_excerpts(moved, was[i]->octets, is[i]->octets);
    return moved;
  }
  return {};
}

// Index of the step behind the last one where the scheme took part and what it made was good; 0 if
// there is none. What broke before was mended there.
Result<std::size_t> first_to_blame(const Path& path, const Journey& journey, const Judge& judge,
                                   CostMeter& cost) {
  for (std::size_t i = std::min(journey.after.size(), path.steps.size()); i > 0; --i) {
    const bool acted = path.steps[i - 1].takes_part() && journey.changed[i - 1];
    if (!acted) continue;
    const auto verdict = judge(journey.after[i - 1], cost);
    if (!verdict) return std::unexpected(verdict.error());
    if (holds(*verdict)) return i;
  }
  return 0U;
}

}  // namespace

Result<Verdict> Judge::operator()(const Transit& transit, CostMeter& cost, Trace* trace,
                                  std::vector<KeyQuery>* asked) const {
  std::optional<RecordingDirectory> recording;
  if (asked != nullptr) recording.emplace(context_.directory, *asked);
  const Context context{context_.crypto,
                        context_.signing_keys,
                        recording ? *recording : context_.directory,
                        context_.public_keys,
                        cost,
                        context_.random,
                        transit.envelope.time,
                        {RoleKind::receiver, {}, {}},
                        trace};
  return scheme_.try_verify(transit, context);
}

Diagnosis compare_transcripts(const Trace& before, const Trace& after) {
  Diagnosis diagnosis = compare_fields(before, after);
  if (diagnosis.cause != Cause::intact) return diagnosis;
  diagnosis = compare_order(before, after);
  if (diagnosis.cause != Cause::intact) return diagnosis;
  const std::string was = body_of(before);
  const std::string is = body_of(after);
  if (was == is) return {.cause = Cause::crypto_bad};
  const bool cut = is.size() < was.size() && was.starts_with(is);
  diagnosis = {.cause = cut ? Cause::body_short : Cause::body_changed,
               .offset = first_difference(was, is)};
  add_excerpts(diagnosis, was, is);
  return diagnosis;
}

Result<Diagnosis> diagnose(const Path& path, const Transit& start, const Journey& journey,
                           const Verdict& at_end, const Judge& judge) {
  Diagnosis found{.cause = at_end.cause, .source = at_end.source};
  CostMeter unpaid;  // finding out why is not part of what verification costs
  if (path.starts_unsigned || path.steps.empty()) return found;
  const auto first = first_to_blame(path, journey, judge, unpaid);
  if (!first) return std::unexpected(first.error());
  const Transit* last_good = *first == 0 ? &start : &journey.after[*first - 1];
  Verdict broken = at_end;
  for (std::size_t i = *first; i < journey.after.size() && i < path.steps.size(); ++i) {
    if (!journey.changed[i]) continue;  // the same octets give the same verdict
    auto verdict = judge(journey.after[i], unpaid);
    if (!verdict) return std::unexpected(verdict.error());
    if (holds(*verdict)) {
      last_good = &journey.after[i];
      continue;
    }
    found.step = static_cast<int>(i);
    found.step_name = path.steps[i].label();
    broken = *std::move(verdict);
    break;
  }
  found.cause = broken.cause;
  if (found.step < 0 || broken.cause != Cause::crypto_bad) return found;
  Trace before;
  Trace after;
  const Transit& first_bad = journey.after[static_cast<std::size_t>(found.step)];
  if (auto done = judge(*last_good, unpaid, &before); !done) return std::unexpected(done.error());
  if (auto done = judge(first_bad, unpaid, &after); !done) return std::unexpected(done.error());
  Diagnosis why = compare_transcripts(before, after);
  why.step = found.step;
  why.step_name = std::move(found.step_name);
  why.source = std::move(found.source);
  return why;
}

}  // namespace mass
