#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <ostream>

#include "core/base/text.hpp"
#include "harness/cli/case_argument.hpp"
#include "harness/cli/case_files.hpp"
#include "harness/cli/plugins.hpp"
#include "harness/cli/version.hpp"
#include "results/labels.hpp"

namespace mass::cli {
namespace {

namespace fs = std::filesystem;

// A folder that is new, empty, or holds a case that was written before, whose files go.
Result<void> prepare_case_folder(const fs::path& folder) {
  std::error_code error;
  const bool is_ours = fs::exists(folder / kCaseFile, error);
  if (fs::exists(folder, error) && !is_ours &&
      (!fs::is_directory(folder, error) || !fs::is_empty(folder, error))) {
    return fail(Errc::config, fmt::format("--out {}: exists and holds no case; choose another name",
                                          folder.string()));
  }
  fs::create_directories(folder, error);
  if (error) return fail(Errc::io, fmt::format("make {}: {}", folder.string(), error.message()));
  std::vector<fs::path> old;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with("step-") || name.starts_with("signed.") || name.starts_with("received.") ||
        name == "again.sh") {
      old.push_back(entry.path());
    }
  }
  for (const fs::path& file : old) fs::remove(file, error);
  return {};
}

void print(const Tools& tools, const ChosenCase& chosen, const std::vector<std::string>& log) {
  const Record& record = chosen.found.made.record;
  std::ostream& out = tools.console.out;
  out << fmt::format("case     {}\nmessage  {} ({})\nscheme   {} {}\npath     {}\nseed     {}\n",
                     record.case_id, record.message_id, printable(record.origin, 1000),
                     record.scheme, printable(record.profile), record.path,
                     chosen.found.plan->scenario.seed);
  if (!record.is_signed) {
    out << "signed   no: " << printable(record.declined, 1000) << "\n";
  } else if (!record.tool_error.empty()) {
    out << "verdict  none: " << printable(record.tool_error, 1000) << "\n";
  } else {
    out << "verdict  " << name_of(record.outcome);
    if (is_breakage(record.outcome)) {
      out << ", " << cause_key(record.diagnosis);
      const std::string step = step_key(record.diagnosis);
      if (!step.empty()) out << fmt::format(", step {}: {}", record.diagnosis.step + 1, step);
    }
    out << "\n";
  }
  for (const std::string& line : log) out << "         " << printable(line, 2000) << "\n";
}

void print_json(const Tools& tools, const ChosenCase& chosen, const std::vector<std::string>& log,
                const std::string& folder) {
  using nlohmann::json;
  const Record& record = chosen.found.made.record;
  const Diagnosis& why = record.diagnosis;
  const bool is_judged = record.is_signed && record.tool_error.empty();
  const bool broke = is_judged && is_breakage(record.outcome);
  json steps = json::array();
  for (const std::string& line : log) steps.push_back(printable(line, 2000));
  const json value{{"schema", "mass-repro-1"},
                   {"case", record.case_id},
                   {"message", record.message_id},
                   {"origin", printable(record.origin, 1000)},
                   {"scheme", record.scheme},
                   {"profile", printable(record.profile)},
                   {"path", printable(record.path)},
                   {"seed", chosen.found.plan->scenario.seed},
                   {"declined", printable(record.declined, 1000)},
                   {"trouble", printable(record.tool_error, 1000)},
                   {"verdict", is_judged ? json(name_of(record.outcome)) : json()},
                   {"cause", broke ? cause_key(why) : ""},
                   {"step", why.step},
                   {"step_name", step_key(why)},
                   {"log", steps},
                   {"folder", folder},
                   {"as_stored", chosen.disagreements.empty()},
                   {"disagreements", chosen.disagreements}};
  tools.console.out << value.dump(2, ' ', false, json::error_handler_t::replace) << "\n";
}

// What makes it no wonder that a case comes out differently.
std::vector<std::string> changes_since(const ChosenCase& chosen) {
  std::vector<std::string> lines;
  const Manifest& manifest = chosen.run.manifest;
  const auto version = manifest.versions.find("massbench");
  if (version != manifest.versions.end() && version->second != kVersion) {
    lines.push_back(
        fmt::format("the run was made by version {}, this is {}", version->second, kVersion));
  }
  const Path& path = chosen.found.path();
  const auto then = std::ranges::find(manifest.paths, path.id, &Manifest::Path::id);
  if (then != manifest.paths.end() && then->hash != path.hash) {
    lines.push_back(fmt::format("path {} is another one now", path.id));
  }
  const PlannedScheme& row = chosen.found.row();
  for (const Manifest::Scheme& scheme : manifest.schemes) {
    if (scheme.id == row.id && scheme.profile == row.label && scheme.parameters != row.in_force) {
      lines.push_back(fmt::format("profile {} of {} has other settings now", row.label, row.id));
    }
  }
  return lines;
}

Exit judge(const Tools& tools, const ChosenCase& chosen) {
  std::ostream& err = tools.console.err;
  if (chosen.disagreements.empty()) {
    err << "massbench repro: as in the run\n";
    return Exit::ok;
  }
  const std::vector<std::string> changes = changes_since(chosen);
  for (const std::string& line : changes) {
    err << "massbench repro: " << printable(line, 1000) << "\n";
  }
  if (!changes.empty()) return Exit::gate;
  err << "massbench repro: nothing that the manifest tells of has changed: the program has, or "
         "this "
         "is a bug\n";
  return Exit::internal;
}

Result<Exit> repro(Tools& tools, const Arguments& args, const std::vector<std::string>& words) {
  const auto wants_json = args.wants_json();
  if (!wants_json) return std::unexpected(wants_json.error());
  const auto chosen = choose_case(tools, args, "repro");
  if (!chosen) return std::unexpected(chosen.error());
  const auto log = judged_log(chosen->found);
  if (!log) return std::unexpected(log.error());
  if (args.has("out")) {
    const fs::path folder = args.text("out");
    if (auto ready = prepare_case_folder(folder); !ready) return std::unexpected(ready.error());
    auto written =
        write_case_folder(folder, chosen->found, tools.crypto, plugin_options(plugin_files(words)));
    if (!written) return std::unexpected(written.error());
  }
  if (*wants_json) {
    print_json(tools, *chosen, *log, args.text("out", ""));
  } else {
    print(tools, *chosen, *log);
  }
  return judge(tools, *chosen);
}

Exit repro_verb(Tools& tools, const Verb& verb, const std::vector<std::string>& words) {
  Arguments args(tools, verb);
  args.add("out", "DIR", "write every message, envelope and key of the case there");
  args.add("format", "F", "table or json");
  args.positional("case", 2);
  if (const auto done = args.parse(words)) return *done;
  const auto exit = repro(tools, args, words);
  return exit ? *exit : report(tools.console, exit.error());
}

}  // namespace

const Verb kRepro{"repro",
                  "makes one case of a run again; exit code 0 only if all comes out as it did",
                  "RUN CASE [options]",
                  "  massbench repro out/run 1f08\n"
                  "  massbench repro out/run 1f08 --out out/case && cat out/case/log.txt\n",
                  repro_verb};

}  // namespace mass::cli
