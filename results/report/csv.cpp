#include <fmt/core.h>

#include <algorithm>

#include "core/base/text.hpp"
#include "results/report/texts.hpp"
#include "results/report/view.hpp"

namespace mass {
namespace {

constexpr std::string_view kHeading =
    "scheme,profile,path,stratum,reading,n,signed,tool_errors,declined,pass,fail,none,permerror,"
    "temperror,na,judged,right,right_percent,low_percent,high_percent,top_cause,top_step\n";

// Quoted if it must be (RFC 4180 section 2). A text that a spreadsheet would take for a formula
// gets an apostrophe in front.
std::string csv_text(std::string_view octets) {
  std::string text = printable(octets);
  if (!text.empty() && std::string_view("=+-@").contains(text.front())) text.insert(0, "'");
  if (text.find_first_of(",\"") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted.append(c == '"' ? 2 : 1, c);
  return quoted + '"';
}

const PathFacts* facts_of(const View& view, std::string_view id) {
  for (const Group& group : view.groups()) {
    const auto found = std::ranges::find(group.paths, id, &PathFacts::id);
    if (found != group.paths.end()) return &*found;
  }
  return nullptr;
}

std::string shares(const Rate& rate) {
  if (rate.of == 0) return "0,0,,,";
  const Interval interval = rate.interval();
  return fmt::format("{},{},{:.2f},{:.2f},{:.2f}", rate.of, rate.right, 100 * rate.share(),
                     100 * interval.low, 100 * interval.high);
}

}  // namespace

std::string csv_report(const Report& report) {
  const View view(report);
  std::string out(kHeading);
  for (const auto& [key, cell] : report.summary.cells()) {
    const PathFacts* path = facts_of(view, key.path);
    if (path == nullptr) continue;
    out += csv_text(key.scheme) + ',' + csv_text(key.profile) + ',' + csv_text(key.path) + ',' +
           csv_text(key.stratum);
    std::uint64_t declined = 0;
    for (const auto& [reason, count] : cell.declined) declined += count;
    out += fmt::format(",{},{},{},{},{}", name_of(reading_of(*path)), cell.n, cell.is_signed,
                       cell.tool_errors, declined);
    for (const std::uint64_t count : cell.outcomes) out += fmt::format(",{}", count);
    out += ',' + shares(rate_of(cell, path->genuine)) + ',' + csv_text(top_of(cell.causes).name) +
           ',' + csv_text(top_of(cell.steps).name) + '\n';
  }
  return out;
}

}  // namespace mass
