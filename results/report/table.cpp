#include "results/report/table.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <span>
#include <vector>

#include "core/base/text.hpp"
#include "results/labels.hpp"
#include "results/report/columns.hpp"
#include "results/report/findings.hpp"
#include "results/report/mixes.hpp"
#include "results/report/numbers.hpp"
#include "results/report/view.hpp"

namespace mass {
namespace {

constexpr std::size_t kValueWidth = 4;     // `~>99`
constexpr std::size_t kIntervalWidth = 6;  // `99–100`
constexpr std::size_t kRateWidth = kValueWidth + 1 + kIntervalWidth;

std::string column_title(const PathFacts& path) {
  return printable(path.id, 2 * kRateWidth);
}

std::string_view colour_of(const Rate& rate) {
  if (rate.share() >= 0.97) return "\x1b[32m";
  return rate.share() >= 0.5 ? "\x1b[33m" : "\x1b[31m";
}

std::string cell_text(const Rate& rate, std::size_t width, bool colour) {
  if (rate.of == 0) return pad_right(pad_left("·", kValueWidth), width);
  const std::string mark = rate.of < kFewCases ? "~" : "";
  std::string value = pad_left(mark + percent_text(rate.right, rate.of), kValueWidth);
  if (colour) value = fmt::format("{}{}\x1b[0m", colour_of(rate), value);
  return value + " " + pad_right(interval_text(rate.interval()), width - kValueWidth - 1);
}

std::size_t column_width(const PathFacts& path) {
  return std::max(kRateWidth, width_of(column_title(path)));
}

// How many of the paths fit beside the row titles; one at least.
std::size_t fitting(std::span<const PathFacts> paths, std::size_t titles, std::size_t width) {
  std::size_t used = titles;
  std::size_t count = 0;
  for (const PathFacts& path : paths) {
    used += kColumnGap + column_width(path);
    if (used > width && count > 0) break;
    ++count;
  }
  return count;
}

void trim_end(std::string& text) {
  text.erase(text.find_last_not_of(' ') + 1);
}

std::string block(const View& view, const Group& group, std::span<const PathFacts> paths,
                  std::size_t titles, const TableOptions& options) {
  std::string out = pad_right("", titles);
  for (const PathFacts& path : paths) {
    out += std::string(kColumnGap, ' ') +
           pad_right(pad_left(column_title(path), kValueWidth), column_width(path));
  }
  trim_end(out);
  out += '\n';
  for (const Row& row : group.rows) {
    std::string line = pad_right(row.title(), titles);
    for (const PathFacts& path : paths) {
      line += std::string(kColumnGap, ' ') +
              cell_text(view.rate(row, path), column_width(path), options.colour);
    }
    trim_end(line);
    out += line + '\n';
  }
  std::vector<std::string> legend;
  for (const PathFacts& path : paths) {
    if (path.title.empty() || path.title == path.id) continue;
    legend.push_back(column_title(path) + " " + printable(path.title, kLabelOctets));
  }
  return out + flow(legend, options.width);
}

std::string group_text(const View& view, const Group& group, const TableOptions& options) {
  std::string out = wrap(
      "", fmt::format("{}: percent of {}, and the 95\u00A0% interval", group.title, group.text),
      options.width);
  if (group.rows.empty()) return out + "  no scheme makes a statement here\n";
  std::size_t titles = 0;
  for (const Row& row : group.rows) titles = std::max(titles, width_of(row.title()));
  std::span<const PathFacts> rest = group.paths;
  while (!rest.empty()) {
    const std::size_t count = fitting(rest, titles, options.width);
    out += '\n' + block(view, group, rest.first(count), titles, options);
    rest = rest.subspan(count);
  }
  std::string silent;
  for (const Row& row : view.rows()) {
    if (std::ranges::find(group.rows, row) != group.rows.end()) continue;
    silent += (silent.empty() ? "" : ", ") + row.title();
  }
  return silent.empty() ? out : out + wrap("  no statement here: ", silent, options.width);
}

// `2/0.41`: cold and warm.
std::string look_up_text(const std::map<std::string, LookupCounts>& counts, const char* kind,
                         std::uint64_t messages) {
  const auto found = counts.find(kind);
  if (found == counts.end() || messages == 0) return "-";
  return mean_text(found->second.asked, messages) + "/" +
         mean_text(found->second.distinct, messages);
}

std::string cost_text(const Report& report, const View& view, std::size_t width) {
  std::vector<std::vector<std::string>> rows{
      {"", "signed %", "adds", "at most", "hashed", "key ops", "DNS", "HTTP", "X.509"}};
  for (const Row& row : view.rows()) {
    const auto found = report.summary.costs().find({row.scheme, row.profile});
    if (found == report.summary.costs().end()) continue;
    const SchemeCosts& costs = found->second;
    const CostMeter& verify = costs.verify;
    const Cell* offered = view.cell(row, kIdentityPath, kAllStrata);
    const auto middle = median(costs.octets_added);
    const auto look_ups = costs.lookup_counts();
    rows.push_back({row.title(),
                    offered == nullptr
                        ? "-"
                        : percent_text(offered->is_signed, offered->n - offered->tool_errors),
                    middle ? count_text(*middle) : "-",
                    middle ? count_text(costs.octets_added.rbegin()->first) : "-",
                    mean_text(verify.hashed_octets, costs.verifications),
                    mean_text(verify.public_operations, costs.verifications),
                    look_up_text(look_ups, "dns", costs.signed_messages),
                    look_up_text(look_ups, "http", costs.signed_messages),
                    look_up_text(look_ups, "x509", costs.signed_messages)});
  }
  return wrap("",
              "Costs: octets that signing adds (median, most); means per verification: octets "
              "hashed, public-key operations; look-ups per message, cold (nothing remembered) and "
              "warm (every answer kept over the corpus)",
              width) +
         "\n" + align(rows);
}

// The schemes whose rows have a mark, each once.
std::string marked(const View& view, bool Row::* mark) {
  std::string schemes;
  for (const Row& row : view.rows()) {
    const std::string scheme = label(row.scheme);
    if (!(row.*mark) || schemes.ends_with(scheme)) continue;
    schemes += (schemes.empty() ? "" : ", ") + scheme;
  }
  return schemes;
}

std::string legend_text(const View& view, const TableOptions& options) {
  std::string out = "  · makes no statement   ~ fewer than 30 cases   <1 not none   >99 not all\n";
  const std::string reconstructed = marked(view, &Row::reconstructed);
  if (!reconstructed.empty()) {
    out += wrap("  * ", "partly reconstructed for want of a full source: " + reconstructed,
                options.width);
  }
  const std::string descendants = marked(view, &Row::descendant);
  if (!descendants.empty()) {
    out += wrap("  † ", "descendant of the proposals of 2004, from 2007 or later: " + descendants,
                options.width);
  }
  return out;
}

}  // namespace

std::string terminal_report(const Report& report, const TableOptions& options) {
  const View view(report);
  std::string out;
  for (const Group& group : view.groups()) out += group_text(view, group, options) + '\n';
  out += legend_text(view, options) + '\n';
  if (const std::string mixes = mixes_text(view, options.width); !mixes.empty())
    out += mixes + '\n';
  out += cost_text(report, view, options.width) + '\n';
  out += "Findings\n\n";
  int number = 0;
  for (const Finding& finding : findings(report, view)) {
    out += wrap(fmt::format("  {}. ", ++number), finding.text, options.width);
  }
  return out;
}

}  // namespace mass
