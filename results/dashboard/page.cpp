#include "results/dashboard/page.hpp"

#include <algorithm>

#include "results/dashboard/sections.hpp"
#include "results/labels.hpp"
#include "results/report/frame.hpp"
#include "results/report/numbers.hpp"

namespace mass {
namespace dashboard {
namespace {

std::string fact_of(const std::map<std::string, std::string>& facts, const std::string& name) {
  const auto found = facts.find(name);
  return found == facts.end() ? "" : label(found->second);
}

void tile(Html& html, std::uint64_t number, std::string_view noun) {
  html << "<li><b>" << count_text(number) << "</b> " << noun
       << (number == 1 ? Markup("") : Markup("s")) << "</li>\n";
}

std::uint64_t points_of(const History& history, Turn turn) {
  return static_cast<std::uint64_t>(std::ranges::count(history.points, turn, &ChangePoint::turn));
}

}  // namespace

std::string_view name_of(Turn turn) noexcept {
  switch (turn) {
    case Turn::regression:
      return "regression";
    case Turn::improvement:
      return "improvement";
    case Turn::other:
      return "other";
    case Turn::restart:
      return "restart";
    case Turn::none:
      return "unchanged";
    case Turn::absent:
      return "absent";
  }
  return "";
}

Markup sign_of(Turn turn) noexcept {
  switch (turn) {
    case Turn::regression:
      return "▼";
    case Turn::improvement:
      return "▲";
    case Turn::other:
      return "◆";
    case Turn::restart:
      return "|";
    case Turn::none:
    case Turn::absent:
      return "";
  }
  return "";
}

std::string title_of(const CellName& cell) {
  return label(cell.scheme) + " " + label(cell.profile) + ", " + label(cell.path);
}

std::string anchor_of(const CellName& cell) {
  return anchor({cell.scheme, cell.profile, cell.path});
}

std::string version_of(const DashboardRun& run) {
  return fact_of(run.manifest.versions, "massbench");
}

std::string machine_of(const DashboardRun& run) {
  const std::string threads = fact_of(run.manifest.machine, "threads");
  return fact_of(run.manifest.machine, "cpu") +
         (threads.empty() ? "" : ", " + threads + " threads");
}

Html header(const History& history) {
  Html html;
  html << "<header>\n<p class=\"brand\">massbench</p>\n<h1>What changed over the runs</h1>\n"
          "<ul class=\"tiles\">\n";
  tile(html, history.runs.size(), "run");
  tile(html, history.trends.size(), "cell");
  tile(html, points_of(history, Turn::regression), "regression");
  tile(html, points_of(history, Turn::improvement), "improvement");
  tile(html, points_of(history, Turn::other), "other change");
  html << "</ul>\n";
  if (!history.runs.empty()) {
    const DashboardRun& last = history.runs.back();
    html << "<dl class=\"run\"><div><dt>Newest run</dt><dd>" << last.name
         << "</dd></div><div><dt>Started</dt><dd>" << label(last.manifest.started)
         << "</dd></div><div><dt>Version</dt><dd>" << version_of(last) << "</dd></div></dl>\n";
  }
  return html << "</header>\n";
}

}  // namespace dashboard

std::string dashboard_page(const History& history) {
  struct Section {
    Markup id;
    Markup title;
    Html (*make)(const History&);
  };
  constexpr Section kSections[] = {
      {"changes", "Changes", dashboard::changes},
      {"trends", "Trends", dashboard::trends},
      {"times", "Times", dashboard::times},
      {"runs", "Runs", dashboard::runs},
  };
  PageParts parts{"Dashboard", dashboard::header(history), {}, {}};
  for (const Section& section : kSections) {
    parts.navigation << "<li><a href=\"#" << section.id << "\">" << section.title << "</a></li>\n";
    parts.content << section.make(history);
  }
  return page_of(parts);
}

}  // namespace mass
