#include "results/labels.hpp"
#include "results/report/numbers.hpp"
#include "results/report/sections.hpp"

namespace mass::sections {
namespace {

std::uint64_t fact(const Report& report, std::string_view name) {
  const auto found = report.summary.facts().find(name);
  return found == report.summary.facts().end() ? 0 : found->second;
}

std::uint64_t case_count(const Report& report) {
  std::uint64_t cases = 0;
  for (const auto& [key, cell] : report.summary.cells()) {
    if (key.stratum == kAllStrata) cases += cell.n;
  }
  return cases;
}

void tile(Html& html, const std::string& number, Markup what) {
  html << "<li><b>" << number << "</b> " << what << "</li>\n";
}

void fact(Html& html, Markup term, const std::string& text) {
  if (!text.empty()) html << "<div><dt>" << term << "</dt><dd>" << text << "</dd></div>\n";
}

std::string corpora_text(const Manifest& manifest) {
  std::string text;
  for (const Manifest::Corpus& corpus : manifest.corpora) {
    text +=
        (text.empty() ? "" : ", ") + corpus.path + " (" + counted(corpus.messages, "message") + ")";
  }
  return text;
}

}  // namespace

Html header(const Report& report, const View& view) {
  const Manifest& manifest = report.manifest;
  std::size_t paths = 0;
  for (const Group& group : view.groups()) paths += group.paths.size();
  std::uint64_t messages = 0;
  for (const Manifest::Corpus& corpus : manifest.corpora) messages += corpus.messages;
  if (messages == 0) messages = fact(report, "messages");
  const auto version = manifest.versions.find("massbench");
  Html html;
  html << "<header>\n<p class=\"brand\">massbench</p>\n<h1>Which mail signatures survive</h1>\n"
          "<ul class=\"tiles\">\n";
  tile(html, count_text(messages), "messages");
  tile(html, count_text(static_cast<std::uint64_t>(view.rows().size())), "schemes and profiles");
  tile(html, count_text(static_cast<std::uint64_t>(paths)), "paths");
  tile(html, count_text(case_count(report)), "cases");
  html << "</ul>\n<dl class=\"run\">\n";
  fact(html, "Scenario", manifest.scenario_name);
  fact(html, "Corpus", corpora_text(manifest));
  fact(html, "Seed", std::to_string(manifest.seed));
  if (version != manifest.versions.end()) fact(html, "Version", version->second);
  fact(html, "Started", manifest.started);
  fact(html, "Finished", manifest.finished);
  return html << "</dl>\n</header>\n";
}

}  // namespace mass::sections
