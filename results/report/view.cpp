#include "results/report/view.hpp"

#include <algorithm>
#include <set>

#include "core/base/text.hpp"
#include "results/labels.hpp"

namespace mass {
namespace {

// Facts in their order, then what only the summary knows, in alphabetical order.
std::vector<PathFacts> all_paths(const Report& report) {
  std::set<std::string> present;
  for (const auto& [key, cell] : report.summary.cells()) present.insert(key.path);
  std::vector<PathFacts> paths;
  const auto take = [&](const PathFacts& path) {
    if (present.erase(path.id) != 0) paths.push_back(path);
  };
  // The path on which nothing happens is what all others are read against.
  for (const PathFacts& path : report.paths) {
    if (path.id == kIdentityPath) take(path);
  }
  for (const PathFacts& path : report.paths) take(path);
  for (const std::string& id : present) paths.push_back({.id = id, .title = id, .weights = {}});
  return paths;
}

const SchemeFacts* facts_of(const Report& report, std::string_view scheme) {
  const auto found = std::ranges::find(report.schemes, scheme, &SchemeFacts::id);
  return found == report.schemes.end() ? nullptr : &*found;
}

std::vector<Row> all_rows(const Report& report) {
  std::set<std::pair<std::string, std::string>> present;
  for (const auto& [key, cell] : report.summary.cells()) present.insert({key.scheme, key.profile});
  std::vector<Row> rows;
  const auto take = [&](const std::string& scheme, const std::string& profile) {
    if (present.erase({scheme, profile}) == 0) return;
    const SchemeFacts* facts = facts_of(report, scheme);
    rows.push_back({scheme, profile, facts != nullptr && !facts->reconstructed.empty(),
                    facts != nullptr && facts->descendant});
  };
  for (const SchemeFacts& scheme : report.schemes) {
    for (const std::string& profile : scheme.profiles) take(scheme.id, profile);
    const auto rest = present;
    for (const auto& [id, profile] : rest) {
      if (id == scheme.id) take(id, profile);
    }
  }
  const auto rest = present;
  for (const auto& [id, profile] : rest) take(id, profile);
  return rows;
}

struct GroupKind {
  std::string_view title;
  std::string_view text;
  PathFacts::Kind kind;
  bool genuine;
  bool benign;
  bool participants = false;
};

// In the order of presentation. A forged path is hostile whatever it is called, so it needs one
// entry only.
constexpr GroupKind kGroups[] = {
    {"Delivery", "signed messages that still verify", PathFacts::Kind::delivery, true, true},
    {"Delivery, intermediaries take part",
     "signed messages that verify in the end, whoever vouches for them", PathFacts::Kind::delivery,
     true, true, true},
    {"Delivery, hostile changes", "signed messages that still verify", PathFacts::Kind::delivery,
     true, false},
    {"Delivery, forged", "forged messages refused (a pass is a false accept)",
     PathFacts::Kind::delivery, false, false},
    {"Bounces, genuine", "genuine returns accepted", PathFacts::Kind::bounce, true, true},
    {"Bounces, hostile changes", "genuine returns accepted", PathFacts::Kind::bounce, true, false},
    {"Bounces, forged", "forged returns refused (a pass is a false accept)",
     PathFacts::Kind::bounce, false, false},
};

bool is_in(const PathFacts& path, const GroupKind& group) {
  return path.kind == group.kind && path.genuine == group.genuine &&
         (!path.genuine ||
          (path.benign == group.benign && (!path.benign || path.kind == PathFacts::Kind::bounce ||
                                           path.participants == group.participants)));
}

}  // namespace

std::string Row::scheme_title() const {
  std::string text = label(scheme);
  if (reconstructed) text += '*';
  if (descendant) text += "†";
  return text;
}

std::string Row::title() const {
  return profile.empty() ? scheme_title() : scheme_title() + " " + label(profile);
}

std::string_view name_of(Reading reading) noexcept {
  switch (reading) {
    case Reading::survived:
      return "survived";
    case Reading::accepted:
      return "accepted";
    case Reading::refused:
      return "refused";
  }
  return "";
}

double Rate::share() const noexcept {
  return of == 0 ? 0 : static_cast<double>(right) / static_cast<double>(of);
}

Rate rate_of(const Cell& cell, bool genuine) noexcept {
  const auto count = [&cell](Outcome outcome) {
    return cell.outcomes[static_cast<std::size_t>(outcome)];
  };
  const std::uint64_t judged = cell.is_signed - count(Outcome::na);
  const std::uint64_t passed = count(Outcome::pass);
  return {genuine ? passed : judged - passed, judged};
}

Reading reading_of(const PathFacts& path) noexcept {
  if (!path.genuine) return Reading::refused;
  return path.kind == PathFacts::Kind::delivery ? Reading::survived : Reading::accepted;
}

View::View(const Report& report) : report_(report), rows_(all_rows(report)) {
  const std::vector<PathFacts> paths = all_paths(report);
  for (const GroupKind& kind : kGroups) {
    Group group{std::string(kind.title), std::string(kind.text), Reading::survived, {}, {}};
    for (const PathFacts& path : paths) {
      if (is_in(path, kind)) group.paths.push_back(path);
    }
    if (group.paths.empty()) continue;
    group.reading = reading_of(group.paths.front());
    for (const Row& row : rows_) {
      const bool speaks = std::ranges::any_of(
          group.paths, [&](const PathFacts& path) { return rate(row, path).of != 0; });
      if (speaks) group.rows.push_back(row);
    }
    groups_.push_back(std::move(group));
  }
}

const Cell* View::cell(const Row& row, std::string_view path, std::string_view stratum) const {
  const auto& cells = report_.summary.cells();
  const auto found = cells.find({row.scheme, row.profile, std::string(path), std::string(stratum)});
  return found == cells.end() ? nullptr : &found->second;
}

Rate View::rate(const Row& row, const PathFacts& path, std::string_view stratum) const {
  const Cell* found = cell(row, path.id, stratum);
  return found == nullptr ? Rate{} : rate_of(*found, path.genuine);
}

Rate View::rate(const Row& row, const PathFacts& path) const {
  return rate(row, path, kAllStrata);
}

Top top_of(const std::map<std::string, std::uint64_t>& counts) {
  Top top;
  for (const auto& [name, count] : counts) {
    if (count > top.count) top = {name, count};
  }
  return top;
}

std::optional<MixRate> mix_rate(const View& view, const Row& row, std::string_view mix) {
  double covered = 0;
  double survived = 0;
  std::uint64_t fewest = UINT64_MAX;
  for (const Group& group : view.groups()) {
    if (group.reading != Reading::survived) continue;
    for (const PathFacts& path : group.paths) {
      const auto weight = path.weights.find(std::string(mix));
      if (weight == path.weights.end()) continue;
      const Rate rate = view.rate(row, path);
      if (rate.of == 0) continue;
      covered += weight->second;
      fewest = std::min(fewest, rate.of);
      survived += weight->second * rate.share();
    }
  }
  if (covered <= 0) return std::nullopt;
  return MixRate{survived / covered, covered, fewest};
}

std::vector<std::string> mixes_of(const View& view) {
  std::set<std::string> names;
  for (const Group& group : view.groups()) {
    for (const PathFacts& path : group.paths) {
      for (const auto& [name, weight] : path.weights) names.insert(name);
    }
  }
  return {names.begin(), names.end()};
}

}  // namespace mass
