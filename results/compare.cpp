#include "results/compare.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include "results/cost_fields.hpp"
#include "results/labels.hpp"
#include "results/run_folder.hpp"

namespace mass {
namespace {

constexpr std::size_t kExamples = 5;
constexpr std::size_t kResamples = 2000;

// What became of a case, without its cause.
std::string verdict_of(const Record& record) {
  if (!record.tool_error.empty()) return "trouble";
  return record.is_signed ? std::string(name_of(record.outcome)) : "declined";
}

// The same with its cause: `fail body_changed`.
std::string state_of(const Record& record) {
  if (!record.tool_error.empty()) return fmt::format("trouble {}", name_of(record.tool_cause));
  if (!record.is_signed) return "declined " + label(record.declined);
  std::string state(name_of(record.outcome));
  if (is_breakage(record.outcome)) state += " " + cause_key(record.diagnosis);
  return state;
}

bool is_judged(const Record& record) {
  return record.tool_error.empty() && record.is_signed && record.outcome != Outcome::na;
}

// The first thing below verdict and cause that differs; empty if only counts do.
std::string_view detail_of(const Record& base, const Record& now) {
  const Diagnosis& was = base.diagnosis;
  const Diagnosis& is = now.diagnosis;
  if (base.at_origin != now.at_origin) return "at_origin";
  if (base.state != now.state) return "state";
  if (base.identity != now.identity) return "identity";
  if (base.proven != now.proven) return "proven";
  if (base.disposition != now.disposition) return "disposition";
  if (std::tie(was.step, was.step_name) != std::tie(is.step, is.step_name)) return "step";
  if (std::tie(was.cause, was.field) != std::tie(is.cause, is.field)) return "field";
  if (was.offset != is.offset) return "offset";
  if (base.was_forwarded != now.was_forwarded) return "was_forwarded";
  return base.declined != now.declined ? "declined" : "";
}

// Every count of a case under the name of its column.
void for_each_count(const Record& record,
                    const std::function<void(const std::string&, std::int64_t)>& visit) {
  visit("octets_added", record.octets_added);
  visit("message_octets", static_cast<std::int64_t>(record.message_octets));
  const std::pair<const char*, const CostMeter*> meters[] = {{"sign", &record.sign_cost},
                                                             {"verify", &record.verify_cost},
                                                             {"forward", &record.forward_cost}};
  for (const auto& [what, meter] : meters) {
    for (const CostField& field : kCostFields) {
      visit(fmt::format("{}_{}", what, field.name), static_cast<std::int64_t>(meter->*field.count));
    }
  }
}

// Counts that differ go into `counts`; gives the name of the first of them.
std::string note_counts(const Record& base, const Record& now,
                        std::map<std::string, CountChange, std::less<>>& counts) {
  std::vector<std::int64_t> before;
  for_each_count(base, [&](const std::string&, std::int64_t value) { before.push_back(value); });
  std::string first;
  std::size_t at = 0;
  for_each_count(now, [&](const std::string& name, std::int64_t value) {
    const std::int64_t was = before[at++];
    if (was == value) return;
    if (first.empty()) first = name;
    CountChange& change = counts[name];
    ++change.cases;
    change.base += was;
    change.now += value;
  });
  return first.empty() ? "lookups" : first;
}

Transition transition_of(const Record& base, const Record& now, std::string first_count) {
  Transition step{.from = state_of(base), .to = state_of(now)};
  if (verdict_of(base) != verdict_of(now)) {
    const bool both = is_judged(base) && is_judged(now);
    step.change = Change::other;
    if (both && base.outcome == Outcome::pass) step.change = Change::lost;
    if (both && now.outcome == Outcome::pass) step.change = Change::gained;
  } else if (step.from != step.to) {
    step.change = Change::cause;
  } else if (const std::string_view detail = detail_of(base, now); !detail.empty()) {
    step.change = Change::detail;
    step.what = detail;
  } else {
    // The same count changes under many verdicts: they are one entry.
    step = {.change = Change::count, .what = std::move(first_count)};
  }
  return step;
}

ChangedCase example_of(const Record& base, const Record& now) {
  return {.case_id = now.case_id,
          .message_id = now.message_id,
          .origin = now.origin,
          .message_octets = now.message_octets,
          .scheme = now.scheme,
          .profile = now.profile,
          .path = now.path,
          .base_reason = base.reason,
          .new_reason = now.reason,
          .repro = {}};
}

// What a run has cases of, by its manifest.
class Extent {
 public:
  explicit Extent(const Manifest& manifest) {
    for (const Manifest::Scheme& row : manifest.schemes) rows_.emplace(row.id, row.profile);
    for (const Manifest::Path& path : manifest.paths) paths_.insert(path.id);
  }
  [[nodiscard]] bool has(const PairedCell& cell) const {
    return rows_.contains({cell.scheme, cell.profile}) && paths_.contains(cell.path);
  }

 private:
  std::set<std::pair<std::string, std::string>> rows_;
  std::set<std::string> paths_;
};

bool same_messages(const Manifest& one, const Manifest& other) {
  return one.shard == other.shard &&
         std::ranges::equal(one.corpora, other.corpora, {}, &Manifest::Corpus::hash,
                            &Manifest::Corpus::hash);
}

// Cases in one run only are a finding where both runs should have them.
void note_lonely(ComparedCell& cell, const StoredRun& base, const StoredRun& now) {
  const std::uint64_t lonely = cell.pairs.only_first + cell.pairs.only_second;
  const bool expected = same_messages(base.manifest, now.manifest) &&
                        Extent(base.manifest).has(cell.pairs) &&
                        Extent(now.manifest).has(cell.pairs);
  if (expected) {
    cell.changes[static_cast<std::size_t>(Change::cases)] = lonely;
  } else {
    cell.explained = lonely;
  }
}

std::vector<FactChange> fact_changes(const StoredRun& base, const StoredRun& now) {
  std::set<std::string> names;
  for (const StoredRun* run : {&base, &now}) {
    for (const auto& [fact, number] : run->facts) names.insert(fact);
  }
  const auto number_of = [](const StoredRun& run, const std::string& fact) {
    const auto found = run.facts.find(fact);
    return found == run.facts.end() ? 0 : found->second;
  };
  std::vector<FactChange> changes;
  for (const std::string& fact : names) {
    const FactChange change{fact, number_of(base, fact), number_of(now, fact)};
    if (change.base != change.now) changes.push_back(change);
  }
  return changes;
}

// Every cell is drawn over the same domains, so that one set of draws does.
void add_clustered_effects(std::vector<ComparedCell>& cells, std::uint64_t seed) {
  std::map<std::string, std::size_t> numbers;
  for (const ComparedCell& cell : cells) {
    for (const auto& [domain, counts] : cell.pairs.domains) numbers.emplace(domain, 0);
  }
  std::size_t next = 0;
  for (auto& [domain, number] : numbers) number = next++;
  RandomSource random(seed, {"compare", "domains"});
  std::optional<ClusterBootstrap> bootstrap;
  for (ComparedCell& cell : cells) {
    if (cell.pairs.judged.lost + cell.pairs.judged.gained == 0) continue;
    std::vector<PairedCounts> counts(numbers.size());
    for (const auto& [domain, judged] : cell.pairs.domains) counts[numbers.at(domain)] = judged;
    if (!bootstrap) bootstrap.emplace(numbers.size(), kResamples, random);
    cell.clustered = bootstrap->effect(counts);
  }
}

std::vector<Measurement> measurements_of(const StoredRun& base, const StoredRun& now) {
  std::vector<Measurement> measurements;
  for (const auto& [name, before] : base.measured.rounds) {
    const auto found = now.measured.rounds.find(name);
    if (found == now.measured.rounds.end()) continue;
    const std::vector<double>& after = found->second;
    Measurement one{.name = name,
                    .base_rounds = before.size(),
                    .new_rounds = after.size(),
                    .base_median = median_of(before),
                    .new_median = median_of(after),
                    .ratio = {}};
    const auto is_positive = [](double value) { return value > 0; };
    if (std::min(before.size(), after.size()) >= kFewestRounds &&
        std::ranges::all_of(before, is_positive) && std::ranges::all_of(after, is_positive)) {
      RandomSource random(now.manifest.seed, {"compare", name});
      one.ratio = ratio_of_medians(before, after, kResamples, random);
    }
    measurements.push_back(std::move(one));
  }
  return measurements;
}

}  // namespace

bool ComparedCell::moved() const noexcept {
  return std::ranges::any_of(changes, [](std::uint64_t cases) { return cases != 0; });
}

Result<RunComparison> compare_runs(const StoredRun& base, const StoredRun& now) {
  const auto pairs = StorePairs::open(base.folder / kCasesFile, now.folder / kCasesFile);
  if (!pairs) return std::unexpected(pairs.error());
  const auto paired = pairs->cells();
  if (!paired) return std::unexpected(paired.error());

  RunComparison result{.base = base.folder, .now = now.folder};
  result.differences = differences(base.manifest, now.manifest);
  if (base.manifest.shard != now.manifest.shard) {
    result.differences.emplace_back("the runs are of other shards");
  }
  std::map<std::tuple<std::string, std::string, std::string>, ComparedCell> cells;
  for (const PairedCell& pair : *paired) {
    ComparedCell& cell = cells[{pair.scheme, pair.profile, pair.path}];
    cell.pairs = pair;
    cell.effect = paired_effect(pair.judged);
    cell.mid_p = mcnemar_mid_p(pair.judged.lost, pair.judged.gained);
    note_lonely(cell, base, now);
    result.compared += pair.compared;
    result.only_base += pair.only_first;
    result.only_new += pair.only_second;
  }
  if (result.compared == 0) {
    std::string what =
        fmt::format("{} and {} have no case in common", base.folder.string(), now.folder.string());
    for (const std::string& line : result.differences) what += "\n  " + line;
    return fail(Errc::config, what);
  }
  auto read = pairs->for_each_change([&](const Record& before, const Record& after) {
    ComparedCell& cell = cells[{after.scheme, after.profile, after.path}];
    const Transition step = transition_of(before, after, note_counts(before, after, cell.counts));
    const auto change = static_cast<std::size_t>(step.change);
    ++cell.changes[change];
    ++cell.transitions[step];
    for (std::size_t bit = 0; bit < kStratumCount; ++bit) {
      if ((after.strata >> bit & 1U) == 0) continue;
      ++cell.strata[std::string(name_of(static_cast<Stratum>(bit)))][change];
    }
    TransitionCases& overall = result.transitions[step];
    ++overall.cases;
    if (overall.smallest.size() < kExamples) {
      overall.smallest.push_back(example_of(before, after));
    }
  });
  if (!read) return std::unexpected(read.error());
  for (auto& [name, cell] : cells) {
    if (cell.moved()) result.cells.push_back(std::move(cell));
  }
  add_clustered_effects(result.cells, now.manifest.seed);
  if (same_messages(base.manifest, now.manifest)) result.facts = fact_changes(base, now);
  result.measurements = measurements_of(base, now);
  return result;
}

bool RunJudgement::passes() const noexcept {
  return facts_pass && std::ranges::all_of(findings, &CompareFinding::passes) &&
         std::ranges::none_of(slower, &TimeFinding::fails);
}

RunJudgement judge(const RunComparison& comparison, const std::vector<Gate>& gates) {
  RunJudgement judgement;
  for (const ComparedCell& cell : comparison.cells) {
    const PairedCell& pairs = cell.pairs;
    for (std::size_t i = 0; i < kChangeCount; ++i) {
      if (cell.changes[i] == 0) continue;
      const auto change = static_cast<Change>(i);
      const Gate* gate = gate_for(gates, change, pairs.scheme, pairs.profile, pairs.path);
      judgement.findings.push_back(
          {.change = change,
           .scheme = pairs.scheme,
           .profile = pairs.profile,
           .path = pairs.path,
           .cases = cell.changes[i],
           .compared = pairs.compared,
           .gate = gate != nullptr ? gate->text : "",
           .passes = gate != nullptr && gate->lets_pass(cell.changes[i], pairs.compared)});
    }
  }
  // Facts are of no cell: only a gate for all of them is about facts.
  const Gate* facts_gate = gate_for(gates, Change::cases, "", "", "");
  judgement.facts_pass =
      comparison.facts.empty() ||
      (facts_gate != nullptr && facts_gate->lets_pass(comparison.facts.size(), 0));
  const Gate* time = time_gate(gates);
  const bool fails = time != nullptr && time->ratio.has_value();
  const double bound = fails ? *time->ratio : kSlower;
  for (const Measurement& one : comparison.measurements) {
    if (!one.ratio || (time != nullptr && !fails) || one.ratio->low <= bound) continue;
    judgement.slower.push_back({.name = one.name, .ratio = *one.ratio, .fails = fails});
  }
  return judgement;
}

}  // namespace mass
