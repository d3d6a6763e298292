#include "results/report/svg.hpp"

#include <algorithm>

#include "core/base/utf8.hpp"
#include "results/labels.hpp"
#include "results/report/columns.hpp"
#include "results/report/numbers.hpp"
#include "results/report/sections.hpp"

namespace mass {
namespace {

constexpr double kCellWidth = 36;
constexpr double kCellHeight = 22;
constexpr double kCharacter = 7.1;  // mean advance of the picture's font at 13 px
constexpr double kMargin = 16;
constexpr double kSlope = 0.62;  // height over length of a title at 38 degrees
constexpr std::size_t kLongestTitle = 34;

// The same scale as report.html; a picture that is embedded as an image brings its own style.
constexpr Markup kStyle = R"css(
text {
  font: 13px system-ui, -apple-system, "Segoe UI", Roboto, Ubuntu, sans-serif; fill: #1c2024;
}
.v { font-size: 12px; text-anchor: middle; } .t { font-weight: 600; } .q { fill: #5a636b; }
.b { fill: #faf9f6; }
.h0 { fill: #661a2b; } .h1 { fill: #ad4529; } .h2 { fill: #df813c; } .h3 { fill: #f4b268; }
.h4 { fill: #fbdf9d; } .h5 { fill: #f4f1d6; } .h6 { fill: #eaf6f5; }
.t0, .t1 { fill: #ffffff; }
@media (prefers-color-scheme: dark) {
  text { fill: #e6e8e9; } .q { fill: #9aa4ab; }
  .b { fill: #14171a; }
  .h0 { fill: #ffb3a0; } .h1 { fill: #e07f50; } .h2 { fill: #a6591a; } .h3 { fill: #7d511b; }
  .h4 { fill: #55431a; } .h5 { fill: #34341c; } .h6 { fill: #19302f; }
  .t0, .t1 { fill: #220b02; } .t2 { fill: #ffffff; }
}
)css";

struct Size {
  double width = 0;
  double height = 0;
};

std::string title_of(const PathFacts& path) {
  std::string title = label(path.id);
  if (!path.title.empty() && path.title != path.id) title += " " + label(path.title);
  if (width_of(title) <= kLongestTitle) return title;
  std::size_t end = kLongestTitle;
  while (end > 0 && continues_character(title[end])) --end;
  return title.substr(0, end) + "...";
}

double titles_width(const std::vector<Row>& rows) {
  std::size_t longest = 0;
  for (const Row& row : rows) longest = std::max(longest, width_of(row.title()));
  return static_cast<double>(longest) * kCharacter + kMargin;
}

void cell(Html& svg, const Rate& rate, double x, double y) {
  constexpr Markup kText[] = {"t0", "t1", "t2", "t3", "t4", "t5", "t6"};
  const double middle = x + kCellWidth / 2;
  const double base = y + kCellHeight / 2 + 4;
  if (rate.of == 0) {
    svg << "<text class=\"v q\" x=\"" << middle << "\" y=\"" << base << "\">·</text>\n";
    return;
  }
  svg << "<rect class=\"" << sections::heat_class(rate) << "\" x=\"" << x << "\" y=\"" << y
      << "\" width=\"" << kCellWidth - 2 << "\" height=\"" << kCellHeight - 2
      << "\" rx=\"3\"/><text class=\"v " << kText[sections::heat_of(rate)] << "\" x=\"" << middle
      << "\" y=\"" << base << "\">" << percent_text(rate.right, rate.of) << "</text>\n";
}

void column_titles(Html& svg, const Group& group, double left, double base) {
  double x = left + kCellWidth / 2;
  for (const PathFacts& path : group.paths) {
    svg << "<text class=\"q\" transform=\"translate(" << x << " " << base << ") rotate(-38)\">"
        << title_of(path) << "</text>\n";
    x += kCellWidth;
  }
}

// Draws one group below `top` and says how much room it took.
Size draw(Html& svg, const View& view, const Group& group, double left, double top) {
  std::size_t longest = 0;
  for (const PathFacts& path : group.paths) longest = std::max(longest, width_of(title_of(path)));
  const double heads = static_cast<double>(longest) * kCharacter * kSlope + kCellHeight;
  svg << "<text class=\"t\" x=\"" << kMargin << "\" y=\"" << top + 14 << "\">" << group.title
      << ", % " << name_of(group.reading) << "</text>\n";
  double y = top + 20 + heads;
  column_titles(svg, group, left, y - 6);
  for (const Row& row : group.rows) {
    svg << "<text x=\"" << kMargin << "\" y=\"" << y + kCellHeight / 2 + 4 << "\">" << row.title()
        << "</text>\n";
    double x = left;
    for (const PathFacts& path : group.paths) {
      cell(svg, view.rate(row, path), x, y);
      x += kCellWidth;
    }
    y += kCellHeight;
  }
  // The last title leans out to the right of its column.
  const double width = left + static_cast<double>(group.paths.size()) * kCellWidth +
                       static_cast<double>(longest) * kCharacter * 0.8;
  return {width, y - top + kMargin};
}

}  // namespace

std::string svg_matrix(const Report& report) {
  const View view(report);
  const double left = kMargin + titles_width(view.rows());
  Html drawn;
  Size all{0, kMargin};
  for (const Group& group : view.groups()) {
    if (group.rows.empty()) continue;
    const Size size = draw(drawn, view, group, left, all.height);
    all.width = std::max(all.width, size.width);
    all.height += size.height;
  }
  Html svg;
  svg << "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " << all.width + kMargin << " "
      << all.height << "\" width=\"" << all.width + kMargin << "\" height=\"" << all.height
      << "\" role=\"img\" aria-labelledby=\"t\">\n<title id=\"t\">Share of cases that were right, "
         "by scheme and path</title>\n<style>"
      << kStyle << "</style>\n<rect class=\"b\" width=\"100%\" height=\"100%\" rx=\"8\"/>\n"
      << drawn << "</svg>\n";
  return std::move(svg).take();
}

}  // namespace mass
