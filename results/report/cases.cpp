#include <algorithm>
#include <functional>
#include <set>
#include <string_view>
#include <vector>

#include "results/report/numbers.hpp"
#include "results/report/sections.hpp"

namespace mass::sections {
namespace {

void entry(Html& html, Markup term, const std::string& text) {
  if (!text.empty()) html << "<dt>" << term << "</dt><dd>" << text << "</dd>\n";
}

// Where the two sides part: a field or the body, in canonical form.
std::string place_of(const CaseExample& example) {
  if (example.offset == 0) return example.field;
  const std::string where = example.field.empty() ? "in the body" : "in " + example.field;
  return where + " after " + counted(example.offset, "octet");
}

void one(Html& html, const CaseExample& example) {
  html << "<dl class=\"case\" id=\""
       << anchor({example.scheme, example.profile, example.path, example.cause}) << "\">\n";
  entry(html, "Cause", example.cause);
  entry(html, "Message", example.origin + ", " + counted(example.message_octets, "octet"));
  entry(html, "Verdict",
        example.state.empty() || example.state == example.outcome
            ? example.outcome
            : example.outcome + " (" + example.state + ")");
  entry(html, "Differs", place_of(example));
  entry(html, "Step", example.step);
  entry(html, "Why", example.reason);
  html << "<dt>Case</dt><dd><code>" << example.case_id << "</code></dd>\n";
  html << "</dl>\n";
}

}  // namespace

Html cases(const Report& report, const Cell& cell, const Row& row, const PathFacts& path,
           std::size_t limit) {
  std::vector<std::pair<std::uint64_t, const CaseExample*>> first;  // of each cause, by its count
  std::set<std::string_view> causes;
  for (const CaseExample& example : report.examples) {
    if (example.scheme != row.scheme || example.profile != row.profile) continue;
    if (example.path != path.id || !causes.insert(example.cause).second) continue;
    const auto count = cell.causes.find(example.cause);
    first.emplace_back(count == cell.causes.end() ? 0 : count->second, &example);
  }
  if (first.empty()) return {};
  std::ranges::stable_sort(first, std::greater{}, &decltype(first)::value_type::first);
  if (first.size() > limit) first.resize(limit);
  Html html;
  html << "<details><summary>" << counted(first.size(), "example")
       << ", smallest message per cause</summary>\n";
  for (const auto& [count, example] : first) one(html, *example);
  return html << "</details>\n";
}

}  // namespace mass::sections
