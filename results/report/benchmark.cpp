#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>

#include "results/paired.hpp"
#include "results/report/numbers.hpp"
#include "results/report/texts.hpp"
#include "results/report/view.hpp"

namespace mass {
namespace {

using nlohmann::json;

json entry(const std::string& name, std::string_view unit, double value) {
  return {{"name", name}, {"unit", unit}, {"value", rounded(value)}};
}

std::string dump(const json& entries) {
  return entries.dump(1, ' ', false, json::error_handler_t::replace) + "\n";
}

// A page has a chart for each name: a row and a group of paths have one, not every path.
void add_group(json& entries, const View& view, const Group& group, const Row& row) {
  Rate all;
  std::string worst;
  double lowest = 2;
  for (const PathFacts& path : group.paths) {
    const Rate rate = view.rate(row, path);
    all.right += rate.right;
    all.of += rate.of;
    if (rate.of == 0 || rate.share() >= lowest) continue;
    lowest = rate.share();
    worst = fmt::format("lowest on {}: {} % of {}", path.id, percent_text(rate.right, rate.of),
                        rate.of);
  }
  if (all.of == 0) return;
  json one = entry(row.title() + ": " + group.title, "percent", 100 * all.share());
  one["range"] = interval_text(all.interval());
  one["extra"] = fmt::format("{}; {}; {}", group.text, counted(all.of, "judged case"), worst);
  entries.push_back(std::move(one));
}

void add_cost(json& entries, const Row& row, const SchemeCosts& costs) {
  if (!costs.octets_added.empty()) {
    json size = entry(row.title() + ": octets added", "octets",
                      static_cast<double>(median(costs.octets_added).value_or(0)));
    size["range"] =
        fmt::format("{}–{}", costs.octets_added.begin()->first, costs.octets_added.rbegin()->first);
    size["extra"] = "median of " + counted(costs.signed_messages, "signed message");
    entries.push_back(std::move(size));
  }
  if (costs.verifications == 0) return;
  const auto cases = static_cast<double>(costs.verifications);
  const CostMeter& verify = costs.verify;
  const std::uint64_t look_ups = verify.dns_lookups + verify.http_lookups + verify.x509_lookups;
  const std::string extra = "mean of " + counted(costs.verifications, "verification");
  const std::pair<const char*, std::uint64_t> sums[] = {
      {"public-key operations", verify.public_operations}, {"look-ups", look_ups}};
  for (const auto& [name, sum] : sums) {
    json one = entry(fmt::format("{}: {} to verify", row.title(), name), name,
                     static_cast<double>(sum) / cases);
    one["extra"] = extra;
    entries.push_back(std::move(one));
  }
}

void add_measured(json& entries, const Measured& measured) {
  const auto rounds = measured.rounds.find("cpu_us_per_case");
  if (rounds != measured.rounds.end() && !rounds->second.empty()) {
    json time = entry("processor time per case", "µs", median_of(rounds->second));
    const auto [least, most] = std::ranges::minmax(rounds->second);
    time["range"] = fmt::format("{:.0f}–{:.0f}", least, most);
    time["extra"] = "median of " + counted(rounds->second.size(), "round");
    entries.push_back(std::move(time));
  }
  const auto memory = measured.totals.find("peak_memory_kib");
  if (memory != measured.totals.end()) {
    entries.push_back(entry("peak memory", "MiB", memory->second / 1024));
  }
}

}  // namespace

std::string bigger_is_better_report(const Report& report) {
  const View view(report);
  json entries = json::array();
  for (const Row& row : view.rows()) {
    for (const std::string& mix : mixes_of(view)) {
      const auto rate = mix_rate(view, row, mix);
      if (!rate) continue;
      json one = entry(row.title() + ": survival in mix " + mix, "percent", 100 * rate->share);
      one["extra"] = fmt::format("paths with cases cover {:.1f} % of the mix; {} on the least",
                                 rate->covered, counted(rate->cases, "case"));
      entries.push_back(std::move(one));
    }
    for (const Group& group : view.groups()) add_group(entries, view, group, row);
  }
  return dump(entries);
}

std::string smaller_is_better_report(const Report& report) {
  const View view(report);
  json entries = json::array();
  for (const Row& row : view.rows()) {
    const auto costs = report.summary.costs().find({row.scheme, row.profile});
    if (costs != report.summary.costs().end()) add_cost(entries, row, costs->second);
  }
  add_measured(entries, report.measured);
  return dump(entries);
}

}  // namespace mass
