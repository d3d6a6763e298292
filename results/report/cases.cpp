#include <set>
#include <string_view>

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

Html cases(const Report& report, const Row& row, const PathFacts& path, std::size_t limit) {
  Html shown;
  std::set<std::string_view> causes;
  for (const CaseExample& example : report.examples) {
    if (example.scheme != row.scheme || example.profile != row.profile) continue;
    if (example.path != path.id || causes.size() == limit) continue;
    if (causes.insert(example.cause).second) one(shown, example);
  }
  if (shown.empty()) return shown;
  Html html;
  html << "<details><summary>" << counted(causes.size(), "example")
       << ", smallest message per cause</summary>\n"
       << shown << "</details>\n";
  return html;
}

}  // namespace mass::sections
