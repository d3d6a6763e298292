#include <fmt/format.h>

#include <algorithm>

#include "results/compare.hpp"
#include "results/dashboard/sections.hpp"
#include "results/labels.hpp"
#include "results/paired.hpp"
#include "results/report/numbers.hpp"

namespace mass::dashboard {
namespace {

std::string machine_fact(const DashboardRun& run, const char* name) {
  const auto found = run.manifest.machine.find(name);
  return found == run.manifest.machine.end() ? "" : found->second;
}

// Times of two machines tell nothing of the program.
bool is_same_machine(const DashboardRun& one, const DashboardRun& other) {
  for (const char* name : {"cpu", "system", "threads"}) {
    if (machine_fact(one, name) != machine_fact(other, name)) return false;
  }
  return true;
}

bool can_be_timed(const DashboardRun& run) {
  return run.cpu.size() >= kFewestRounds &&
         std::ranges::all_of(run.cpu, [](double value) { return value > 0; });
}

// Ratio of medians to the run before it, if both were made alike.
std::string ratio_text(const DashboardRun& before, const DashboardRun& now, bool& slower) {
  if (!can_be_timed(before) || !can_be_timed(now) || !is_same_machine(before, now) ||
      !obstacles(before.manifest, now.manifest).empty() ||
      before.manifest.schemes != now.manifest.schemes ||
      before.manifest.paths != now.manifest.paths) {
    return "·";
  }
  constexpr std::size_t kResamples = 2000;
  RandomSource random(0, {"dashboard", before.name, now.name});
  const Ratio ratio = ratio_of_medians(before.cpu, now.cpu, kResamples, random);
  slower = ratio.low > kSlower;
  return fmt::format("{:.2f} ({:.2f}–{:.2f})", ratio.value, ratio.low, ratio.high);
}

std::string measured_text(const DashboardRun& run, const char* name, const char* format) {
  const auto found = run.measured.find(name);
  return found == run.measured.end() ? "·" : fmt::format(fmt::runtime(format), found->second);
}

}  // namespace

Html times(const History& history) {
  Html html;
  html << "<section id=\"times\" aria-labelledby=\"times-h\">\n<h2 id=\"times-h\">Times</h2>\n"
          "<p>Measured, so that they differ from run to run and decide nothing. The ratio is that "
          "of the medians of processor time per case to the run before, with its 95 % interval, "
          "where both ran the same cases on the same machine; slower is one that lies above 1.05 "
          "as a whole.</p>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" "
          "aria-label=\"Times\"><table class=\"plain\">\n<thead><tr><th scope=\"col\">Run</th><th "
          "scope=\"col\" class=\"number\">µs per case, median</th><th scope=\"col\" "
          "class=\"number\">ratio</th><th scope=\"col\"></th><th scope=\"col\" "
          "class=\"number\">wall, s</th><th scope=\"col\" class=\"number\">memory, KiB</th><th "
          "scope=\"col\">version</th><th scope=\"col\">machine</th></tr></thead>\n<tbody>\n";
  for (std::size_t i = 0; i < history.runs.size(); ++i) {
    const DashboardRun& run = history.runs[i];
    bool slower = false;
    const std::string ratio = i == 0 ? "·" : ratio_text(history.runs[i - 1], run, slower);
    const std::string middle = run.cpu.empty() ? "·" : fmt::format("{:.1f}", median_of(run.cpu));
    html << "<tr><th scope=\"row\">" << run.name << "</th><td class=\"number\">" << middle
         << "</td><td class=\"number\">" << ratio << "</td><td class=\"warn\">"
         << (slower ? Markup("slower") : Markup("")) << "</td><td class=\"number\">"
         << measured_text(run, "wall_seconds", "{:.1f}") << "</td><td class=\"number\">"
         << measured_text(run, "peak_memory_kib", "{:.0f}") << "</td><td>" << version_of(run)
         << "</td><td>" << machine_of(run) << "</td></tr>\n";
  }
  return html << "</tbody></table></div>\n</section>\n";
}

Html runs(const History& history) {
  Html html;
  html << "<section id=\"runs\" aria-labelledby=\"runs-h\">\n<h2 id=\"runs-h\">Runs</h2>\n"
          "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Runs\"><table "
          "class=\"plain\">\n<thead><tr><th scope=\"col\">Run</th><th scope=\"col\">started</th>"
          "<th scope=\"col\">scenario</th><th scope=\"col\" class=\"number\">messages</th><th "
          "scope=\"col\" class=\"number\">seed</th><th scope=\"col\">beside the run before</th>"
          "</tr></thead>\n<tbody>\n";
  for (std::size_t i = 0; i < history.runs.size(); ++i) {
    const DashboardRun& run = history.runs[i];
    std::uint64_t messages = 0;
    for (const Manifest::Corpus& corpus : run.manifest.corpora) messages += corpus.messages;
    html << "<tr><th scope=\"row\">" << run.name << "</th><td>" << label(run.manifest.started)
         << "</td><td>" << label(run.manifest.scenario_name) << "</td><td class=\"number\">"
         << count_text(messages) << "</td><td class=\"number\">" << run.manifest.seed
         << "</td><td>";
    if (i != 0) {
      const auto lines = obstacles(history.runs[i - 1].manifest, run.manifest);
      if (lines.empty()) html << "comparable";
      for (const std::string& line : lines) html << line << "; ";
    }
    html << "</td></tr>\n";
  }
  return html << "</tbody></table></div>\n</section>\n";
}

}  // namespace mass::dashboard
