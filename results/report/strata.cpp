#include <vector>

#include "results/labels.hpp"
#include "results/report/numbers.hpp"
#include "results/report/sections.hpp"

namespace mass::sections {
namespace {

std::vector<std::string_view> strata_of(const View& view, const Row& row) {
  std::vector<std::string_view> names;
  for (std::size_t i = 0; i < kStratumCount; ++i) {
    const std::string_view name = name_of(static_cast<Stratum>(i));
    bool present = false;
    for (const Group& group : view.groups()) {
      for (const PathFacts& path : group.paths) present |= view.rate(row, path, name).of != 0;
    }
    if (present) names.push_back(name);
  }
  return names;
}

void table_row(Html& html, const View& view, const Row& row, const PathFacts& path,
               const std::vector<std::string_view>& strata) {
  const Rate all = view.rate(row, path);
  html << "<tr><th scope=\"row\"><a href=\"#" << anchor_of(row, path) << "\">" << label(path.id)
       << "</a></th><td class=\"" << heat_class(all) << "\">" << percent_text(all.right, all.of)
       << "</td>";
  for (const std::string_view stratum : strata) {
    const Rate rate = view.rate(row, path, stratum);
    if (rate.of == 0) {
      html << "<td class=\"na\">·</td>";
      continue;
    }
    html << "<td class=\"" << heat_class(rate) << "\">";
    html << percent_text(rate.right, rate.of) << "<i>" << rate.of << "</i></td>";
  }
  html << "</tr>\n";
}

}  // namespace

Html strata(const View& view, const Row& row) {
  const std::vector<std::string_view> names = strata_of(view, row);
  Html rows;
  for (const Group& group : view.groups()) {
    for (const PathFacts& path : group.paths) {
      const Rate all = view.rate(row, path);
      // Where everything or nothing is right, no kind of message differs from another.
      if (all.right == all.of || all.right == 0) continue;
      table_row(rows, view, row, path, names);
    }
  }
  if (rows.empty()) return rows;
  Html html;
  html << "<details class=\"strata\"><summary>By kind of message</summary>\n<p "
          "class=\"note\">Percent, "
          "and how many cases. Only paths on which some messages survive and some do not.</p>\n"
          "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"By kind of message\">"
          "<table class=\"heat small\">\n<thead><tr><th scope=\"col\" class=\"corner\">Path</th>"
          "<th scope=\"col\">all</th>";
  for (const std::string_view name : names) html << "<th scope=\"col\">" << name << "</th>";
  return html << "</tr></thead>\n<tbody>\n" << rows << "</tbody></table></div></details>\n";
}

}  // namespace mass::sections
