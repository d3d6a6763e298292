#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "results/labels.hpp"
#include "results/report/numbers.hpp"
#include "results/report/rules.hpp"

namespace mass::rules {
namespace {

// Calls `visit` for every judged cell that is read in one of two ways.
void each_cell(const View& view, Reading reading, auto&& visit) {
  for (const Group& group : view.groups()) {
    if (group.reading != reading) continue;
    for (const PathFacts& path : group.paths) {
      for (const Row& row : group.rows) {
        const Rate rate = view.rate(row, path);
        if (rate.of != 0) visit(row, path, rate);
      }
    }
  }
}

// A ratio as an effect: one order of magnitude counts as half of what a share can differ.
double effect_of_ratio(double high, double low) {
  return std::min(1.0, 0.5 * std::log10((high + 1) / (low + 1)));
}

double mean(std::uint64_t sum, std::uint64_t cases) {
  return static_cast<double>(sum) / static_cast<double>(cases);
}

std::uint64_t look_ups_of(const CostMeter& meter) {
  return meter.dns_lookups + meter.http_lookups + meter.x509_lookups;
}

}  // namespace

std::optional<Finding> forgeries(const Report&, const View& view) {
  std::optional<Finding> worst;
  std::uint64_t judged = 0;
  std::uint64_t fewest = UINT64_MAX;
  each_cell(view, Reading::refused, [&](const Row& row, const PathFacts& path, const Rate& rate) {
    judged += rate.of;
    fewest = std::min(fewest, rate.of);
    const std::uint64_t accepted = rate.of - rate.right;
    const double effect = accepted == 0 ? 0 : 1 + 1 - rate.share();
    if (effect <= (worst ? worst->effect : 0)) return;
    worst =
        Finding{effect, fmt::format("False accepts: {} takes {} forged messages on {} for genuine.",
                                    row.title(), rate_text({accepted, rate.of}), path_text(path))};
  });
  if (worst || judged == 0) return worst;
  const double bound = upper_bound_of_none(fewest);
  return Finding{
      (1 - bound) / 2,
      fmt::format("Every forged message was refused, {} in all; with {} in the smallest cell, a "
                  "false accept rate over {} % is excluded there (95 %).",
                  count_text(judged), counted(fewest, "case"), percent_text(bound))};
}

std::optional<Finding> lost_returns(const Report&, const View& view) {
  std::optional<Finding> worst;
  each_cell(view, Reading::accepted, [&](const Row& row, const PathFacts& path, const Rate& rate) {
    const double effect = 1 - rate.interval().high;
    if (effect <= (worst ? worst->effect : 0)) return;
    worst = Finding{effect, fmt::format("Genuine returns are lost: {} accepts {} on {}.",
                                        row.title(), rate_text(rate), path_text(path))};
  });
  return worst;
}

std::optional<Finding> size(const Report& report, const View& view) {
  const Row* small = nullptr;
  const Row* large = nullptr;
  std::int64_t least = 0;
  std::int64_t most = 0;
  for (const Row& row : view.rows()) {
    const auto costs = report.summary.costs().find({row.scheme, row.profile});
    if (costs == report.summary.costs().end()) continue;
    const auto middle = median(costs->second.octets_added);
    if (!middle) continue;
    if (small == nullptr || *middle < least) small = &row, least = *middle;
    if (large == nullptr || *middle > most) large = &row, most = *middle;
  }
  if (small == nullptr || least == most) return std::nullopt;
  const double low = std::max(0.0, static_cast<double>(least));
  return Finding{effect_of_ratio(std::max(low, static_cast<double>(most)) / 100, low / 100),
                 fmt::format("Signing adds from {} octets ({}) to {} octets ({}) to a message, "
                             "median.",
                             count_text(least), small->title(), count_text(most), large->title())};
}

std::optional<Finding> look_ups(const Report& report, const View& view) {
  const Row* few = nullptr;
  const Row* many = nullptr;
  const SchemeCosts* least = nullptr;
  const SchemeCosts* most = nullptr;
  const auto rate = [](const SchemeCosts& costs) {
    return mean(look_ups_of(costs.verify), costs.verifications);
  };
  for (const Row& row : view.rows()) {
    const auto found = report.summary.costs().find({row.scheme, row.profile});
    if (found == report.summary.costs().end() || found->second.verifications == 0) continue;
    const SchemeCosts& costs = found->second;
    if (few == nullptr || rate(costs) < rate(*least)) few = &row, least = &costs;
    if (many == nullptr || rate(costs) > rate(*most)) many = &row, most = &costs;
  }
  if (few == nullptr || rate(*least) >= rate(*most)) return std::nullopt;
  return Finding{
      effect_of_ratio(rate(*most), rate(*least)),
      fmt::format(
          "A verification takes from {} ({}) to {} ({}) key look-ups, mean without a cache.",
          mean_text(look_ups_of(least->verify), least->verifications), few->title(),
          mean_text(look_ups_of(most->verify), most->verifications), many->title())};
}

std::optional<Finding> declined(const Report&, const View& view) {
  std::optional<Finding> worst;
  for (const Row& row : view.rows()) {
    const Cell* cell = view.cell(row, kIdentityPath, kAllStrata);
    if (cell == nullptr || cell->declined.empty()) continue;
    const std::uint64_t offered = cell->n - cell->tool_errors;
    const Rate rate{offered - cell->is_signed, offered};
    const double effect = rate.interval().low;
    if (effect <= (worst ? worst->effect : 0)) continue;
    worst = Finding{effect, fmt::format("{} does not sign {} messages; the commonest reason is {}.",
                                        row.title(), rate_text(rate), top_of(cell->declined).name)};
  }
  return worst;
}

std::optional<Finding> tool_errors(const Report& report, const View&) {
  std::uint64_t all = 0;
  std::uint64_t errors = 0;
  std::map<std::string, std::uint64_t> causes;
  for (const auto& [key, cell] : report.summary.cells()) {
    if (key.stratum != kAllStrata) continue;
    all += cell.n;
    errors += cell.tool_errors;
    for (const auto& [cause, count] : cell.tool_causes) causes[cause] += count;
  }
  if (errors == 0) return std::nullopt;
  std::string parts;
  for (const auto& [cause, count] : causes) {
    parts += fmt::format("{}{} {}", parts.empty() ? "" : ", ", count_text(count), cause);
  }
  // Over one in a thousand voids a run. Source: metrics sheet section 8.10.
  const bool is_void = errors * 1000 > all;
  return Finding{is_void ? 3.0 : 0.5,
                 fmt::format("The framework failed at {} of {} ({}); they count in no rate{}.",
                             count_text(errors), counted(all, "case"), parts,
                             is_void ? ", but so many make this run void" : "")};
}

}  // namespace mass::rules
