#include <algorithm>
#include <map>
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

// Cases of each kind on a path.
using Sizes = std::vector<std::uint64_t>;

Sizes sizes_of(const View& view, const Row& row, const PathFacts& path,
               const std::vector<std::string_view>& strata) {
  Sizes sizes;
  for (const std::string_view stratum : strata) sizes.push_back(view.rate(row, path, stratum).of);
  return sizes;
}

// `usual`: the cases that stand in the head of a column.
void table_row(Html& html, const View& view, const Row& row, const PathFacts& path,
               const std::vector<std::string_view>& strata, const Sizes& usual) {
  const Rate all = view.rate(row, path);
  html << "<tr><th scope=\"row\"><a href=\"#" << anchor_of(row, path) << "\">" << label(path.id)
       << "</a></th><td class=\"" << heat_class(all) << "\">" << percent_text(all.right, all.of)
       << "</td>";
  for (std::size_t i = 0; i < strata.size(); ++i) {
    const Rate rate = view.rate(row, path, strata[i]);
    if (rate.of == 0) {
      html << "<td class=\"na\">·</td>";
      continue;
    }
    html << "<td class=\"" << heat_class(rate) << "\">";
    html << percent_text(rate.right, rate.of);
    if (rate.of != usual[i]) html << "<i>" << rate.of << "</i>";
    html << "</td>";
  }
  html << "</tr>\n";
}

}  // namespace

Html strata(const View& view, const Row& row) {
  const std::vector<std::string_view> names = strata_of(view, row);
  std::vector<const PathFacts*> paths;
  std::map<Sizes, std::size_t> sizes;
  for (const Group& group : view.groups()) {
    for (const PathFacts& path : group.paths) {
      const Rate all = view.rate(row, path);
      // Where everything or nothing is right, no kind of message differs from another.
      if (all.right == all.of || all.right == 0) continue;
      paths.push_back(&path);
      ++sizes[sizes_of(view, row, path, names)];
    }
  }
  Html html;
  if (paths.empty()) return html;
  // Most paths have as many cases as the others: said once.
  const Sizes& usual =
      std::ranges::max_element(sizes, {}, &decltype(sizes)::value_type::second)->first;
  html << "<details class=\"strata\"><summary>By kind of message</summary>\n<p class=\"note\">"
          "Percent; how many cases stands below the kind, and where a path has others. Only paths "
          "on which some messages survive and some do not.</p>\n"
          "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"By kind of message\">"
          "<table class=\"heat small\">\n<thead><tr><th scope=\"col\" class=\"corner\">Path</th>"
          "<th scope=\"col\">all</th>";
  for (std::size_t i = 0; i < names.size(); ++i) {
    html << "<th scope=\"col\">" << names[i] << "<i>" << usual[i] << "</i></th>";
  }
  html << "</tr></thead>\n<tbody>\n";
  for (const PathFacts* path : paths) table_row(html, view, row, *path, names, usual);
  return html << "</tbody></table></div></details>\n";
}

}  // namespace mass::sections
