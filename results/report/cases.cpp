#include <algorithm>
#include <functional>
#include <set>
#include <string_view>
#include <vector>

#include "core/base/text.hpp"
#include "core/base/utf8.hpp"
#include "results/report/numbers.hpp"
#include "results/report/sections.hpp"

namespace mass::sections {
namespace {

// Of one octet: `\x0D`. Those of characters are longer and start with other octets.
constexpr std::size_t kEscapeOctets = 4;

void entry(Html& html, Markup term, const std::string& text) {
  if (!text.empty()) html << "<dt>" << term << "</dt><dd>" << text << "</dd>\n";
}

// Where the two sides part: a field or the body, in canonical form.
std::string place_of(const CaseExample& example) {
  if (example.offset == 0) return example.field;
  const std::string where = example.field.empty() ? "in the body" : "in " + example.field;
  return where + " after " + counted(example.offset, "octet");
}

// Octets that both texts begin with, up to the start of a character or of an escape like `\x0D`.
std::size_t common_start(std::string_view one, std::string_view other) {
  const auto parted = std::ranges::mismatch(one, other);
  auto length = static_cast<std::size_t>(parted.in1 - one.begin());
  while (length > 0 && length < one.size() && continues_character(one[length])) --length;
  const std::size_t escape = one.substr(0, length).rfind('\\');
  return escape != std::string_view::npos && length - escape < kEscapeOctets ? escape : length;
}

// One side of the first difference, marked from there on.
void side(Html& html, Markup term, const std::string& common, const std::string& rest) {
  html << "<dt>" << term << "</dt><dd>";
  if (common.empty() && rest.empty()) {
    html << "nothing";
  } else {
    html << "<code>" << common;
    if (!rest.empty()) html << "<mark>" << rest << "</mark>";
    html << "</code>";
  }
  html << "</dd>\n";
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
  if (const auto sides = sides_of(example)) {
    side(html, "Signed", sides->common, sides->before);
    side(html, "Arrived", sides->common, sides->after);
  }
  entry(html, "Step", example.step);
  entry(html, "Verifier", example.reason);
  html << "<dt>Case</dt><dd><code>" << example.case_id.substr(0, kCaseDigits) << "</code></dd>\n";
  html << "</dl>\n";
}

}  // namespace

std::optional<Sides> sides_of(const CaseExample& example) {
  if (example.before.empty() && example.after.empty()) return std::nullopt;
  const std::string before = printable(example.before);
  const std::string after = printable(example.after);
  const std::size_t common = common_start(before, after);
  return Sides{before.substr(0, common), before.substr(common), after.substr(common)};
}

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
  html << "<details><summary>" << counted(first.size(), "example") << "</summary>\n";
  for (const auto& [count, example] : first) one(html, *example);
  return html << "</details>\n";
}

}  // namespace mass::sections
