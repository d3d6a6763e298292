#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <ostream>

#include "core/base/text.hpp"
#include "harness/check/conformance.hpp"
#include "harness/cli/arguments.hpp"

namespace mass::cli {
namespace {

using nlohmann::json;

json findings_json(const std::vector<ConformanceFinding>& findings) {
  json array = json::array();
  for (const ConformanceFinding& one : findings) {
    array.push_back(
        {{"id", one.id}, {"expected", one.expected}, {"got", one.got}, {"why", one.why}});
  }
  return array;
}

json conformance_json(const ConformanceReport& report) {
  return {{"schema", "mass-conformance-1"},
          {"scheme", report.scheme},
          {"folder", report.folder},
          {"total", report.total},
          {"passed", report.passed},
          {"skipped", report.skipped},
          {"reconstructed", report.reconstructed},
          {"failed", findings_json(report.failed)},
          {"differences", findings_json(report.differences)},
          {"skips", findings_json(report.skips)}};
}

void print_findings(std::ostream& out, std::string_view title,
                    const std::vector<ConformanceFinding>& findings) {
  for (const ConformanceFinding& one : findings) {
    out << fmt::format("  {:<11} {}: expected {}, got {}{}\n", title, printable(one.id),
                       one.expected, one.got,
                       one.why.empty() ? "" : " (" + printable(one.why) + ")");
  }
}

void print_report(std::ostream& out, const ConformanceReport& report) {
  out << fmt::format("{:<16} {:>5} cases, {:>5} passed, {:>3} failed, {:>3} skipped", report.scheme,
                     report.total, report.passed, report.failed.size(), report.skipped);
  if (report.reconstructed != 0) {
    out << fmt::format("; {} rest on reconstruction only", report.reconstructed);
  }
  out << fmt::format("  {}\n", report.folder);
  print_findings(out, "failed", report.failed);
  print_findings(out, "differs", report.differences);
}

// The scheme that vectors are of, and the plug-ins of its family.
std::vector<std::string> implementations(const Registry& registry, const std::string& scheme) {
  std::vector<std::string> ids{scheme};
  for (const SchemeInfo* info : registry.list()) {
    if (info->family == scheme && info->id != scheme) ids.push_back(info->id);
  }
  return ids;
}

Result<Exit> conformance(Tools& tools, const Arguments& args) {
  const auto wants_json = args.wants_json();
  if (!wants_json) return std::unexpected(wants_json.error());
  std::vector<std::filesystem::path> folders;
  for (const std::string& root : args.list("folder")) {
    const auto found = find_vectors(root);
    if (found.empty()) {
      return fail(Errc::missing, "no cases.json in " + printable(root) + " or directly below it");
    }
    folders.insert(folders.end(), found.begin(), found.end());
  }
  if (folders.empty()) return fail(Errc::config, "no folder of vectors given");
  bool good = true;
  json answers = json::array();
  for (const auto& folder : folders) {
    auto set = load_vectors(folder);
    if (!set) return std::unexpected(set.error());
    for (const std::string& scheme : implementations(tools.registry, set->scheme)) {
      if (args.has("scheme") && args.text("scheme") != scheme) continue;
      auto report = run_vectors(*set, scheme, tools.registry, tools.crypto);
      if (!report) return std::unexpected(report.error());
      good = good && report->failed.empty();
      if (*wants_json) {
        answers.push_back(conformance_json(*report));
      } else {
        print_report(tools.console.out, *report);
      }
    }
  }
  // One folder gives one object, as scripts expect; several give an array.
  if (*wants_json) {
    const json& answer = answers.size() == 1 ? answers.front() : answers;
    tools.console.out << answer.dump(2, ' ', false, json::error_handler_t::replace) << "\n";
  }
  return good ? Exit::ok : Exit::gate;
}

Exit conformance_verb(Tools& tools, const Verb& verb, const std::vector<std::string>& words) {
  Arguments args(tools, verb);
  args.add("scheme", "S", "only against this scheme or plug-in");
  args.add("format", "F", "table or json");
  args.positional("folder", -1);
  if (const auto done = args.parse(words)) return *done;
  const auto exit = conformance(tools, args);
  return exit ? *exit : report(tools.console, exit.error());
}

}  // namespace

const Verb kConformance{
    "conformance", "runs test vectors against a scheme or a plug-in", "[--format json] FOLDER...",
    "  massbench conformance ../shared/vectors/domainkeys\n"
    "  massbench conformance --plugin mail-dkim.json --scheme mail-dkim --format json "
    "../shared/vectors/domainkeys\n",
    conformance_verb};

}  // namespace mass::cli
