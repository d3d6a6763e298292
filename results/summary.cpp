#include "results/summary.hpp"

#include <algorithm>

#include "results/labels.hpp"

namespace mass {
namespace {

constexpr std::size_t kExamplesKept = 5;
constexpr std::size_t kOriginOctets = 200;

using Counts = std::map<std::string, std::uint64_t>;

void add_counts(Counts& to, const Counts& from) {
  for (const auto& [name, count] : from) to[name] += count;
}

// The cell that a single record makes.
Cell cell_of(const Record& record) {
  Cell cell;
  cell.n = 1;
  if (!record.tool_error.empty()) {
    const bool is_told = record.tool_cause != ToolCause::none;
    cell.tool_errors = 1;
    cell.tool_causes[std::string(name_of(is_told ? record.tool_cause : ToolCause::error))] = 1;
    return cell;
  }
  if (!record.is_signed) {
    cell.declined[record.declined.empty() ? "unspecified" : label(record.declined)] = 1;
    return cell;
  }
  cell.is_signed = 1;
  cell.outcomes[static_cast<std::size_t>(record.outcome)] = 1;
  cell.rejected[std::string(name_of(record.disposition))] = 1;
  if (record.outcome == Outcome::pass) cell.proven[std::string(name_of(record.proven))] = 1;
  if (!is_breakage(record.outcome)) return cell;
  cell.causes[cause_key(record.diagnosis)] = 1;
  if (std::string step = step_key(record.diagnosis); !step.empty()) {
    cell.steps[std::move(step)] = 1;
  }
  return cell;
}

// Keeps the smallest few of two sorted lists, which is what makes the order of merging irrelevant.
void keep_smallest(std::vector<Example>& kept, const std::vector<Example>& more) {
  std::vector<Example> both;
  both.reserve(kept.size() + more.size());
  std::ranges::merge(kept, more, std::back_inserter(both));
  if (both.size() > kExamplesKept) both.resize(kExamplesKept);
  kept = std::move(both);
}

void add_costs(SchemeCosts& to, const SchemeCosts& from) {
  to.signed_messages += from.signed_messages;
  to.verifications += from.verifications;
  to.sign += from.sign;
  to.verify += from.verify;
  to.forwarded += from.forwarded;
  to.forward += from.forward;
  add_counts(to.lookups, from.lookups);
  for (const auto& [value, count] : from.octets_added) to.octets_added[value] += count;
}

SchemeCosts costs_of(const Record& record) {
  SchemeCosts costs;
  if (record.path == kIdentityPath) {
    costs.signed_messages = 1;
    costs.sign = record.sign_cost;
    costs.octets_added[record.octets_added] = 1;
    for (const std::string& key : record.lookups) ++costs.lookups[key];
  }
  if (record.was_forwarded) {
    costs.forwarded = 1;
    costs.forward = record.forward_cost;
  }
  if (record.outcome != Outcome::na) {
    costs.verifications = 1;
    costs.verify = record.verify_cost;
  }
  return costs;
}

}  // namespace

void Cell::add(const Cell& other) {
  n += other.n;
  is_signed += other.is_signed;
  tool_errors += other.tool_errors;
  for (std::size_t i = 0; i < kOutcomeCount; ++i) outcomes[i] += other.outcomes[i];
  add_counts(tool_causes, other.tool_causes);
  add_counts(causes, other.causes);
  add_counts(steps, other.steps);
  add_counts(declined, other.declined);
  add_counts(rejected, other.rejected);
  add_counts(proven, other.proven);
}

std::map<std::string, LookupCounts> SchemeCosts::lookup_counts() const {
  std::map<std::string, LookupCounts> counts;
  for (const auto& [key, asked] : lookups) {
    LookupCounts& kind = counts[key.substr(0, key.find(' '))];
    kind.asked += asked;
    ++kind.distinct;
  }
  return counts;
}

void Summary::add(const Record& record) {
  const Cell cell = cell_of(record);
  CellKey key{record.scheme, record.profile, record.path, std::string(kAllStrata)};
  cells_[key].add(cell);
  for (const auto& [cause, count] : cell.causes) {
    std::vector<Example>& kept = examples_[{key, cause}];
    if (kept.size() == kExamplesKept && record.message_octets > kept.back().message_octets) {
      continue;
    }
    keep_smallest(
        kept, {{record.message_octets, record.case_id, shortened(record.origin, kOriginOctets)}});
  }
  for (std::size_t bit = 0; bit < kStratumCount; ++bit) {
    if ((record.strata >> bit & 1U) == 0) continue;
    key.stratum = name_of(static_cast<Stratum>(bit));
    cells_[key].add(cell);
  }
  // A scheme that signed nothing still has its row, with nothing in it.
  SchemeCosts& costs = costs_[{record.scheme, record.profile}];
  if (cell.is_signed != 0) add_costs(costs, costs_of(record));
}

void Summary::merge(const Summary& other) {
  for (const auto& [key, cell] : other.cells_) cells_[key].add(cell);
  for (const auto& [key, costs] : other.costs_) add_costs(costs_[key], costs);
  for (const auto& [fact, by] : other.facts_) facts_[fact] += by;
  for (const auto& [key, examples] : other.examples_) keep_smallest(examples_[key], examples);
}

void Summary::count(std::string_view fact, std::uint64_t by) {
  facts_[label(fact)] += by;
}

}  // namespace mass
