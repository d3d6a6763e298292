#include "core/scheme/parameters.hpp"
#include "results/labels.hpp"
#include "results/report/numbers.hpp"
#include "results/report/sections.hpp"

namespace mass::sections {
namespace {

void reconstruction(Html& html, const Report& report) {
  Html rows;
  for (const SchemeFacts& scheme : report.schemes) {
    if (scheme.reconstructed.empty()) continue;
    rows << "<dt>" << label(scheme.id) << "* " << label(scheme.title) << "</dt><dd>"
         << scheme.reconstructed << "</dd>\n";
  }
  if (rows.empty()) return;
  html << "<h3 id=\"reconstruction\">Partly reconstructed</h3>\n<p>For want of a full source some "
          "rules of these schemes are ours. Read their numbers as those of our reading.</p>\n"
          "<dl class=\"plain\">\n"
       << rows << "</dl>\n";
}

void pairs(Html& html, Markup title, const std::map<std::string, std::string>& facts) {
  if (facts.empty()) return;
  html << "<h4>" << title << "</h4>\n<dl class=\"plain\">\n";
  for (const auto& [name, value] : facts) {
    html << "<dt>" << name << "</dt><dd>" << value << "</dd>\n";
  }
  html << "</dl>\n";
}

void inputs(Html& html, const Manifest& manifest) {
  html << "<h4>Corpora</h4>\n<dl class=\"plain\">\n";
  for (const Manifest::Corpus& corpus : manifest.corpora) {
    html << "<dt>" << corpus.path << "</dt><dd>" << counted(corpus.messages, "message")
         << ", <code>" << corpus.hash << "</code></dd>\n";
  }
  html << "</dl>\n<h4>Schemes</h4>\n<dl class=\"plain\">\n";
  for (const Manifest::Scheme& scheme : manifest.schemes) {
    html << "<dt>" << label(scheme.id) << " " << label(scheme.profile) << "</dt><dd><code>"
         << to_json(scheme.parameters) << "</code></dd>\n";
  }
  html << "</dl>\n<h4>Paths</h4>\n<dl class=\"plain\">\n";
  for (const Manifest::Path& path : manifest.paths) {
    html << "<dt>" << label(path.id) << "</dt><dd><code>" << path.hash << "</code></dd>\n";
  }
  html << "</dl>\n";
}

}  // namespace

Html method(const Report& report, const View&) {
  const Manifest& manifest = report.manifest;
  Html html;
  html << "<section id=\"method\" aria-labelledby=\"method-h\">\n<h2 id=\"method-h\">Method</h2>\n"
          "<p>Every message is signed by every scheme, sent down every path and verified at its "
          "end. "
          "Percentages count messages that were signed and on which the scheme makes a statement; "
          "intervals are Wilson's at 95 %. Random choices on a path depend on the seed, the "
          "message, "
          "the path and the step, never on the scheme: all schemes meet the same changes.</p>\n"
          "<p>Everything on this page is a count: the same version, corpus and seed give the same "
          "numbers on any machine, with any number of threads or shards. Times and memory are "
          "measured apart and decide nothing here.</p>\n";
  reconstruction(html, report);
  html << "<h3>To run it again</h3>\n";
  if (!manifest.command_line.empty()) {
    html << "<p><code>";
    for (const std::string& word : manifest.command_line) html << word << " ";
    html << "</code></p>\n";
  }
  html << "<details><summary>Versions, machine and inputs</summary>\n";
  pairs(html, "Versions", manifest.versions);
  pairs(html, "Machine", manifest.machine);
  inputs(html, manifest);
  return html << "</details>\n</section>\n";
}

}  // namespace mass::sections
