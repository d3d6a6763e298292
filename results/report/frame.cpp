#include "results/report/frame.hpp"

#include "core/base/text.hpp"
#include "core/message/codec.hpp"
#include "results/report/assets.hpp"
#include "results/report/chart.hpp"

namespace mass {
namespace {

// Source: Content Security Policy Level 3, section 2.3.1.
std::string hash_source(const Asset& asset) {
  return base64_encode(from_hex(asset.sha256).value_or(""));
}

void policy(Html& html) {
  html << "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
          "'sha256-"
       << hash_source(page_style()) << "'; script-src 'sha256-" << hash_source(page_script())
       << "'";
  if (has_charts()) html << " 'sha256-" << hash_source(chart_code()) << "'";
  html << "; img-src data:; base-uri 'none'; form-action 'none'\">\n";
}

}  // namespace

std::string page_of(const PageParts& parts) {
  Html html;
  html << "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n";
  policy(html);
  html << "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
          "<meta name=\"referrer\" content=\"no-referrer\">\n<title>"
       << parts.title << " - massbench</title>\n<style>" << page_style()
       << "</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#main\">Skip to the results</a>\n"
       << parts.header << "<nav aria-label=\"Sections\"><ul>\n"
       << parts.navigation << "</ul></nav>\n<main id=\"main\">\n"
       << parts.content << "</main>\n";
  if (has_charts()) {
    html.data("chart-specs", chart_specs().text) << "<script>" << chart_code() << "</script>\n";
  } else {
    html << "<p class=\"note built\">This program was built without charts; all they would show "
            "stands in the tables.</p>\n";
  }
  return std::move(html << "<script>" << page_script() << "</script>\n</body>\n</html>\n").take();
}

}  // namespace mass
