#include <algorithm>
#include <cmath>
#include <functional>
#include <vector>

#include "results/labels.hpp"
#include "results/report/numbers.hpp"
#include "results/report/sections.hpp"

namespace mass::sections {

std::size_t heat_of(const Rate& rate) noexcept {
  if (rate.right == 0) return 0;
  if (rate.right == rate.of) return 6;
  constexpr double kBounds[] = {0.2, 0.5, 0.8, 0.97};
  std::size_t heat = 1;
  for (const double bound : kBounds) heat += rate.share() >= bound ? 1 : 0;
  return heat;
}

Markup heat_class(const Rate& rate) noexcept {
  constexpr Markup kClasses[] = {"h0", "h1", "h2", "h3", "h4", "h5", "h6"};
  return kClasses[heat_of(rate)];
}

Html bar_cell(double share) {
  // A class for each of forty lengths: a page has a thousand bars, and its policy forbids a style
  // for each. A sliver stays visible: little is not nothing.
  const int length =
      share > 0 ? std::max(static_cast<int>(std::lround(40 * std::min(share, 1.0))), 1) : 0;
  Html html;
  html << "<td class=\"bar b" << length << "\"></td>";
  return html;
}

Html tally(const std::string& title, const Tally& counts, std::size_t rows) {
  Html html;
  if (counts.empty()) return html;
  std::vector<std::pair<std::string, std::uint64_t>> sorted(counts.begin(), counts.end());
  std::ranges::stable_sort(sorted, std::greater{}, &std::pair<std::string, std::uint64_t>::second);
  const double most = std::max(1.0, static_cast<double>(sorted.front().second));
  if (sorted.size() > rows) {
    std::uint64_t rest = 0;
    for (std::size_t i = rows - 1; i < sorted.size(); ++i) rest += sorted[i].second;
    const std::size_t others = sorted.size() - rows + 1;
    sorted.resize(rows - 1);
    sorted.emplace_back(count_text(static_cast<std::uint64_t>(others)) + " others", rest);
  }
  if (sorted.size() == 1) {
    const auto& [name, count] = sorted.front();
    return html << "<p class=\"tally\"><small>" << title << "</small>" << name << " <b>"
                << count_text(count) << "</b></p>\n";
  }
  html << "<table class=\"tally\"><caption>" << title << "</caption>\n";
  for (const auto& [name, count] : sorted) {
    html << "<tr><th scope=\"row\">" << name << "</th><td>" << count_text(count) << "</td>"
         << bar_cell(static_cast<double>(count) / most) << "</tr>\n";
  }
  return html << "</table>\n";
}

Html row_heading(const Row& row) {
  Html html;
  html << "<a href=\"#" << anchor_of(row) << "\"><b>" << label(row.scheme) << "</b>";
  if (row.reconstructed) {
    html << "<abbr class=\"rec\" title=\"partly reconstructed\">*</abbr>";
  }
  if (row.descendant) {
    html << "<abbr class=\"rec\" title=\"descendant, 2007 or later\">†</abbr>";
  }
  if (!row.profile.empty()) html << " <span class=\"profile\">" << label(row.profile) << "</span>";
  return html << "</a>";
}

std::string anchor_of(const Row& row) {
  return anchor({row.scheme, row.profile});
}

std::string anchor_of(const Row& row, const PathFacts& path) {
  return anchor({row.scheme, row.profile, path.id});
}

bool has_card(const View& view, const Row& row, const PathFacts& path) {
  const Cell* cell = view.cell(row, path.id, kAllStrata);
  if (cell == nullptr) return false;
  const Rate rate = rate_of(*cell, path.genuine);
  return !cell->causes.empty() || rate.right < rate.of;
}

}  // namespace mass::sections
