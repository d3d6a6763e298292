#include "results/report/findings.hpp"

#include <algorithm>
#include <array>

#include "core/base/text.hpp"
#include "results/report/numbers.hpp"
#include "results/report/rules.hpp"

namespace mass {
namespace rules {

std::string path_text(const PathFacts& path) {
  if (path.title.empty() || path.title == path.id) return printable(path.id);
  return printable(path.id) + " (" + printable(path.title) + ")";
}

std::string rate_text(const Rate& rate) {
  return percent_text(rate.right, rate.of) + " % of " + count_text(rate.of) + " (95\u00A0%:\u00A0" +
         interval_text(rate.interval()) + ")";
}

}  // namespace rules

namespace {

constexpr std::array<rules::Rule, 11> kRules{
    rules::tool_errors,    rules::forgeries,     rules::profiles_differ, rules::hardest_path,
    rules::schemes_differ, rules::strata_differ, rules::lost_returns,    rules::commonest_cause,
    rules::size,           rules::look_ups,      rules::declined};

// Less than this is not worth a sentence.
constexpr double kLeastEffect = 0.03;

Finding nothing_stands_out(const View& view) {
  std::uint64_t judged = 0;
  std::uint64_t right = 0;
  for (const Group& group : view.groups()) {
    for (const PathFacts& path : group.paths) {
      for (const Row& row : group.rows) {
        const Rate rate = view.rate(row, path);
        judged += rate.of;
        right += rate.right;
      }
    }
  }
  if (judged == 0) return {0, "No signed message was judged on any path."};
  return {0, "Nothing stands out: the right answer came in " + count_text(right) + " of " +
                 counted(judged, "judged case") + "."};
}

}  // namespace

std::vector<Finding> findings(const Report& report, const View& view, std::size_t limit) {
  std::vector<Finding> found;
  for (const rules::Rule rule : kRules) {
    auto finding = rule(report, view);
    if (finding && finding->effect >= kLeastEffect) found.push_back(*std::move(finding));
  }
  if (found.empty()) found.push_back(nothing_stands_out(view));
  std::ranges::stable_sort(found, std::greater{}, &Finding::effect);
  if (found.size() > limit) found.resize(limit);
  return found;
}

}  // namespace mass
