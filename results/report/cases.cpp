#include <set>
#include <string_view>

#include "results/report/numbers.hpp"
#include "results/report/sections.hpp"

namespace mass::sections {
namespace {

void entry(Html& html, Markup term, const std::string& text) {
  if (!text.empty()) html << "<dt>" << term << "</dt><dd>" << text << "</dd>\n";
}

void one(Html& html, const CaseExample& example) {
  html << "<dl class=\"case\" id=\""
       << anchor({example.scheme, example.profile, example.path, example.cause}) << "\">\n";
  entry(html, "Cause", example.cause);
  entry(html, "Message", example.origin);
  entry(html, "Size", counted(example.message_octets, "octet"));
  entry(html, "Verdict",
        example.state.empty() || example.state == example.outcome
            ? example.outcome
            : example.outcome + " (" + example.state + ")");
  entry(html, "Field", example.field);
  if (example.offset != 0) entry(html, "Offset", counted(example.offset, "octet"));
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
