#include "results/report/page.hpp"

#include "results/report/findings.hpp"
#include "results/report/frame.hpp"
#include "results/report/sections.hpp"

namespace mass {
namespace sections {

Html findings(const Report& report, const View& view) {
  Html html;
  html << "<section id=\"findings\" aria-labelledby=\"findings-h\">\n"
          "<h2 id=\"findings-h\">Key findings</h2>\n<ol class=\"findings\">\n";
  for (const Finding& finding : mass::findings(report, view)) {
    html << "<li>" << finding.text << "</li>\n";
  }
  return html << "</ol>\n</section>\n";
}

}  // namespace sections

namespace {

using SectionMaker = Html (*)(const Report&, const View&);

struct Section {
  Markup id;
  Markup title;
  SectionMaker make;
};

constexpr Section kSections[] = {
    {"findings", "Findings", sections::findings},
    {"matrix", "Survival", sections::matrix},
    {"identities", "Identities", sections::identities},
    {"mixes", "Mixes", sections::mixes},
    {"causes", "Causes", sections::causes},
    {"costs", "Costs", sections::costs},
    {"corpus", "Corpus", sections::corpus},
    {"method", "Method", sections::method},
};

}  // namespace

std::string html_report(const Report& report) {
  const View view(report);
  PageParts parts{report.manifest.scenario_name, sections::header(report, view), {}, {}};
  for (const Section& section : kSections) {
    const Html made = section.make(report, view);
    if (made.empty()) continue;  // it has nothing to say of this run
    parts.navigation << "<li><a href=\"#" << section.id << "\">" << section.title << "</a></li>\n";
    parts.content << made;
  }
  return page_of(parts);
}

}  // namespace mass
