#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "core/base/text.hpp"
#include "results/labels.hpp"
#include "results/report/numbers.hpp"
#include "results/report/rules.hpp"

namespace mass::rules {
namespace {

// A run over a few paths says nothing of a mix of which they are a small part, in percent.
constexpr double kLeastCovered = 50;

void keep_larger(std::optional<Finding>& best, double effect, auto&& make_text) {
  if (effect > 0 && (!best || effect > best->effect)) best = Finding{effect, make_text()};
}

// How far two rates differ for certain: the distance of their intervals. Negative if they overlap.
double certain_gap(const Rate& high, const Rate& low) {
  if (high.of == 0 || low.of == 0) return 0;
  return high.interval().low - low.interval().high;
}

// Calls `visit` for every path on which genuine, unharmed mail is delivered.
void each_delivery(const View& view, auto&& visit) {
  for (const Group& group : view.groups()) {
    if (group.reading != Reading::survived || !group.paths.front().benign) continue;
    for (const PathFacts& path : group.paths) visit(group, path);
  }
}

// All rows of one path together.
Cell pooled(const View& view, const Group& group, const PathFacts& path) {
  Cell sum;
  for (const Row& row : group.rows) {
    if (const Cell* cell = view.cell(row, path.id, kAllStrata); cell != nullptr) sum.add(*cell);
  }
  return sum;
}

std::uint64_t total(const std::map<std::string, std::uint64_t>& counts) {
  std::uint64_t sum = 0;
  for (const auto& [name, count] : counts) sum += count;
  return sum;
}

}  // namespace

std::optional<Finding> profiles_differ(const Report&, const View& view) {
  std::optional<Finding> best;
  each_delivery(view, [&](const Group& group, const PathFacts& path) {
    for (const Row& good : group.rows) {
      for (const Row& bad : group.rows) {
        if (good.scheme != bad.scheme || good.profile == bad.profile) continue;
        const Rate high = view.rate(good, path);
        const Rate low = view.rate(bad, path);
        keep_larger(best, certain_gap(high, low), [&] {
          return fmt::format("The profile decides: on {}, {} survives in {}, {} in {}.",
                             path_text(path), good.title(), rate_text(high), bad.title(),
                             rate_text(low));
        });
      }
    }
  });
  return best;
}

std::optional<Finding> hardest_path(const Report&, const View& view) {
  std::optional<Finding> best;
  each_delivery(view, [&](const Group& group, const PathFacts& path) {
    const Cell cell = pooled(view, group, path);
    const Rate rate = rate_of(cell, path.genuine);
    if (rate.of == 0) return;
    keep_larger(best, 1 - rate.interval().high, [&] {
      const Top cause = top_of(cell.causes);
      const Top step = top_of(cell.steps);
      std::string text = fmt::format(
          "{} breaks most: {} % of {} signatures survive it, all schemes together; the commonest "
          "cause is {} ({} % of what breaks)",
          path_text(path), percent_text(rate.right, rate.of), count_text(rate.of), cause.name,
          percent_text(cause.count, total(cell.causes)));
      if (step.count != 0) text += fmt::format(", the commonest breaking step {}", step.name);
      return text + ".";
    });
  });
  return best;
}

std::optional<Finding> strata_differ(const Report&, const View& view) {
  std::optional<Finding> best;
  const auto compare = [&](const Row& row, const PathFacts& path) {
    for (std::size_t a = 0; a < kStratumCount; ++a) {
      for (std::size_t b = 0; b < kStratumCount; ++b) {
        const std::string_view good = name_of(static_cast<Stratum>(a));
        const std::string_view bad = name_of(static_cast<Stratum>(b));
        const Rate high = view.rate(row, path, good);
        const Rate low = view.rate(row, path, bad);
        keep_larger(best, certain_gap(high, low), [&] {
          return fmt::format(
              "The kind of message matters: on {}, {} survives in {} of stratum {} and in {} of "
              "stratum {}.",
              path_text(path), row.title(), rate_text(high), good, rate_text(low), bad);
        });
      }
    }
  };
  each_delivery(view, [&](const Group& group, const PathFacts& path) {
    for (const Row& row : group.rows) compare(row, path);
  });
  return best;
}

std::optional<Finding> schemes_differ(const Report&, const View& view) {
  std::optional<Finding> best;
  for (const std::string& mix : mixes_of(view)) {
    const Row* best_row = nullptr;
    const Row* worst_row = nullptr;
    MixRate high;
    MixRate low;
    for (const Row& row : view.rows()) {
      const auto rate = mix_rate(view, row, mix);
      if (!rate) continue;
      if (best_row == nullptr || rate->share > high.share) best_row = &row, high = *rate;
      if (worst_row == nullptr || rate->share < low.share) worst_row = &row, low = *rate;
    }
    if (best_row == nullptr || best_row == worst_row) continue;
    // Shares of different parts of a mix are not compared, and few cases prove little.
    if (high.covered != low.covered || std::min(high.cases, low.cases) < kFewCases) continue;
    if (high.covered < kLeastCovered) continue;
    keep_larger(best, high.share - low.share, [&] {
      return fmt::format("Over the path mix {}, {} survives best with {} % and {} worst with {} %.",
                         printable(mix), best_row->title(), percent_text(high.share),
                         worst_row->title(), percent_text(low.share));
    });
  }
  return best;
}

std::optional<Finding> commonest_cause(const Report&, const View& view) {
  std::map<std::string, std::uint64_t> causes;
  each_delivery(view, [&](const Group& group, const PathFacts& path) {
    for (const auto& [key, count] : pooled(view, group, path).causes) {
      causes[key.substr(0, key.find('('))] += count;
    }
  });
  const Top top = top_of(causes);
  const std::uint64_t all = total(causes);
  if (all < kFewCases) return std::nullopt;
  // Worth half as much as a difference of the same size: a share of breakages compares nothing.
  return Finding{wilson(top.count, all).low / 2,
                 fmt::format("{} % of {} on delivery paths have one cause, {}.",
                             percent_text(top.count, all), counted(all, "breakage"), top.name)};
}

}  // namespace mass::rules
