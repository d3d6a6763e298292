#include "results/report/page.hpp"

#include "results/report/findings.hpp"
#include "results/report/numbers.hpp"
#include "results/report/sections.hpp"
#include "results/report/style.hpp"

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
  Html html;
  html << "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
          "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
          "style-src 'sha256-"
       << kPageStyleHash
       << "'; img-src data:; base-uri 'none'; form-action 'none'\">\n"
          "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
          "<meta name=\"referrer\" content=\"no-referrer\">\n<title>"
       << report.manifest.scenario_name << " - massbench</title>\n<style>" << kPageStyle
       << "</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#main\">Skip to the results</a>\n"
       << sections::header(report, view) << "<nav aria-label=\"Sections\"><ul>\n";
  Html content;
  for (const Section& section : kSections) {
    const Html made = section.make(report, view);
    if (made.empty()) continue;  // it has nothing to say of this run
    html << "<li><a href=\"#" << section.id << "\">" << section.title << "</a></li>\n";
    content << made;
  }
  html << "</ul></nav>\n<main id=\"main\">\n" << content;
  html << "</main>\n</body>\n</html>\n";
  return std::move(html).take();
}

}  // namespace mass
