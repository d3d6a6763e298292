#include <algorithm>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "results/labels.hpp"
#include "results/report/chart.hpp"
#include "results/report/numbers.hpp"
#include "results/report/sections.hpp"

namespace mass::sections {
namespace {

using nlohmann::json;

// Percent of the signatures that survive, all paths counted alike.
std::optional<double> mean_survival(const View& view, const Row& row) {
  double sum = 0;
  std::size_t paths = 0;
  for (const Group& group : view.groups()) {
    if (group.reading != Reading::survived) continue;
    for (const PathFacts& path : group.paths) {
      const Rate rate = view.rate(row, path);
      if (rate.of == 0 || path.id == kIdentityPath) continue;
      sum += rate.share();
      ++paths;
    }
  }
  if (paths == 0) return std::nullopt;
  return 100 * sum / static_cast<double>(paths);
}

// Causes over all delivery paths of genuine mail, without the names of fields.
struct Broken {
  std::map<std::string, std::uint64_t> causes;
  std::uint64_t judged = 0;
};

Broken broken_of(const View& view, const Row& row) {
  Broken broken;
  for (const Group& group : view.groups()) {
    if (group.reading != Reading::survived) continue;
    for (const PathFacts& path : group.paths) {
      const Cell* cell = view.cell(row, path.id, kAllStrata);
      if (cell == nullptr) continue;
      broken.judged += rate_of(*cell, path.genuine).of;
      for (const auto& [cause, count] : cell->causes) {
        broken.causes[cause.substr(0, cause.find('('))] += count;
      }
    }
  }
  return broken;
}

// The commonest ones, the commonest first; a reader tells no more colours apart.
std::vector<std::string> named_causes(const std::vector<Broken>& all) {
  constexpr std::size_t kNamed = 7;
  std::map<std::string, double> weights;
  for (const Broken& broken : all) {
    for (const auto& [cause, count] : broken.causes) {
      weights[cause] += static_cast<double>(count) / static_cast<double>(broken.judged);
    }
  }
  std::vector<std::string> names;
  for (const auto& [cause, weight] : weights) names.push_back(cause);
  std::ranges::stable_sort(names, std::greater{}, [&](const auto& name) { return weights[name]; });
  if (names.size() > kNamed) names.resize(kNamed);
  return names;
}

double mean(std::uint64_t sum, std::uint64_t cases) {
  return static_cast<double>(sum) / static_cast<double>(cases);
}

// Some kind of look-up, cold and warm.
void add_look_ups(json& rows, const Report& report, const View& view, const std::string& kind,
                  const std::string& measure) {
  json some = json::array();
  bool any = false;
  for (const Row& row : view.rows()) {
    const SchemeCosts* costs = costs_of(report, row);
    if (costs == nullptr || costs->signed_messages == 0) continue;
    const auto counts = costs->lookup_counts();
    const auto found = counts.find(kind);
    const LookupCounts count = found == counts.end() ? LookupCounts{} : found->second;
    any = any || count.asked != 0;
    some.push_back({{"title", row.title()},
                    {"measure", measure},
                    {"cold", mean(count.asked, costs->signed_messages)},
                    {"warm", mean(count.distinct, costs->signed_messages)}});
  }
  if (any) rows.insert(rows.end(), some.begin(), some.end());
}

}  // namespace

Html survival_chart(const Report& report, const View& view) {
  json rows = json::array();
  const std::vector<std::string> mixes = mixes_of(view);
  std::vector<std::pair<double, double>> named;
  for (const Row& row : view.rows()) {
    const SchemeCosts* costs = costs_of(report, row);
    if (costs == nullptr || costs->octets_added.empty()) continue;
    std::optional<double> survival = mean_survival(view, row);
    if (!mixes.empty()) {
      const auto rate = mix_rate(view, row, mixes.front());
      survival = rate ? std::optional(100 * rate->share) : std::nullopt;
    }
    if (!survival) continue;
    const std::int64_t octets = median(costs->octets_added).value();
    // A name needs room: about a quarter of a decade and some percent.
    const double place = std::log10(100 + static_cast<double>(octets));
    const bool free = std::ranges::none_of(named, [&](const auto& other) {
      return std::abs(other.first - place) < 0.2 && std::abs(other.second - *survival) < 3;
    });
    if (free) named.emplace_back(place, *survival);
    rows.push_back({{"scheme", row.scheme_title()},
                    {"title", row.title()},
                    {"octets", octets},
                    {"survival", *survival},
                    {"named", free}});
  }
  const std::string over =
      mixes.empty() ? "all delivery paths alike" : "mix " + label(mixes.front());
  return chart("survival-cost", "Survival over " + over + " against octets added", rows);
}

Html cause_chart(const View& view) {
  std::vector<Broken> all;
  for (const Row& row : view.rows()) all.push_back(broken_of(view, row));
  const std::vector<std::string> names = named_causes(all);
  json rows = json::array();
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i].judged == 0) continue;
    std::vector<std::uint64_t> counts(names.size() + 1);
    for (const auto& [cause, count] : all[i].causes) {
      counts[static_cast<std::size_t>(std::ranges::find(names, cause) - names.begin())] += count;
    }
    const std::string title = view.rows()[i].title();
    for (std::size_t rank = 0; rank < counts.size(); ++rank) {
      // A row without breakage keeps its place in the chart.
      if (counts[rank] == 0 && rank != 0) continue;
      const std::string cause = rank == names.size() ? "other causes" : names[rank];
      rows.push_back({{"title", title},
                      {"cause", cause},
                      {"rank", rank},
                      {"count", counts[rank]},
                      {"share", 100 * mean(counts[rank], all[i].judged)}});
    }
  }
  if (names.empty()) return {};
  return chart("causes", "What breaks signatures, over all delivery paths", rows);
}

Html cost_chart(const Report& report, const View& view) {
  json rows = json::array();
  add_look_ups(rows, report, view, "dns", "DNS look-ups");
  add_look_ups(rows, report, view, "http", "HTTP look-ups");
  add_look_ups(rows, report, view, "x509", "certificate look-ups");
  for (const Row& row : view.rows()) {
    const SchemeCosts* costs = costs_of(report, row);
    if (costs == nullptr || costs->verifications == 0 || costs->signed_messages == 0) continue;
    const std::uint64_t sum = costs->verify.public_operations;
    rows.push_back({{"title", row.title()},
                    {"measure", "public-key operations"},
                    {"cold", mean(sum, costs->verifications)},
                    {"warm", nullptr}});
  }
  return chart("costs",
               "What verifying a message takes; light: with an empty cache, dark: with one that "
               "keeps every answer",
               rows);
}

}  // namespace mass::sections
