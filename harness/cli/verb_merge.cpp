#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <ostream>

#include "core/base/text.hpp"
#include "core/base/time.hpp"
#include "harness/cli/arguments.hpp"
#include "harness/cli/evaluation.hpp"
#include "harness/cli/facts.hpp"
#include "harness/cli/run_output.hpp"
#include "results/merge.hpp"
#include "results/run_folder.hpp"

namespace mass::cli {
namespace {

namespace fs = std::filesystem;

void print_lines(Console& console, const std::vector<std::string>& lines) {
  for (const std::string& line : lines) {
    console.err << fmt::format("massbench merge: {}\n", printable(line, 2000));
  }
}

// Says all that is wrong, and gives the exit code of the worst; ok if the parts make a whole.
Exit judge(Console& console, const RunParts& parts) {
  for (const auto* lines : {&parts.foreign, &parts.conflicting, &parts.missing, &parts.doubled}) {
    print_lines(console, *lines);
  }
  if (!parts.conflicting.empty()) return Exit::internal;
  if (!parts.foreign.empty()) return Exit::usage;
  return parts.missing.empty() ? Exit::ok : Exit::incomplete;
}

Result<std::vector<StoredRun>> open_parts(const std::vector<std::string>& folders,
                                          const fs::path& out) {
  std::vector<StoredRun> runs;
  for (const std::string& folder : folders) {
    std::error_code ignored;
    if (fs::equivalent(folder, out, ignored)) {
      return fail(Errc::config,
                  fmt::format("--out {}: is one of the parts; choose another name", out.string()));
    }
    auto run = open_run(folder);
    if (!run) return std::unexpected(run.error());
    runs.push_back(*std::move(run));
  }
  return runs;
}

// What the parts cost together: work adds up, time and memory are those of the greediest part.
std::string measured_half(const std::vector<StoredRun>& parts) {
  const auto of = [&parts](const char* name, auto fold) {
    double value = 0;
    for (const StoredRun& part : parts) {
      const auto found = part.measured.totals.find(name);
      if (found != part.measured.totals.end()) value = fold(value, found->second);
    }
    return value;
  };
  const auto greatest = [](double one, double other) { return std::max(one, other); };
  std::map<std::string, std::vector<double>> rounds;
  for (const StoredRun& part : parts) {
    for (const auto& [name, values] : part.measured.rounds) {
      rounds[name].insert(rounds[name].end(), values.begin(), values.end());
    }
  }
  const nlohmann::json measured{{"parts", parts.size()},
                                {"wall_seconds", of("wall_seconds", greatest)},
                                {"user_seconds", of("user_seconds", std::plus<>())},
                                {"system_seconds", of("system_seconds", std::plus<>())},
                                {"peak_memory_kib", of("peak_memory_kib", greatest)},
                                {"rounds", rounds}};
  return measured.dump();
}

Result<Exit> merge(Tools& tools, const Arguments& args, const std::vector<std::string>& words) {
  EvaluationOptions options;
  options.folder = args.text("out", "out/run");
  auto reports = chosen_reports(args);
  if (!reports) return std::unexpected(reports.error());
  options.reports = *std::move(reports);
  auto runs = open_parts(args.list("part"), options.folder);
  if (!runs) return std::unexpected(runs.error());
  const auto parts = sort_parts(*std::move(runs));
  if (!parts) return std::unexpected(parts.error());
  if (const Exit exit = judge(tools.console, *parts); exit != Exit::ok) return exit;

  const StoredRun& first = parts->shards.front();
  RunResults results{.manifest = whole_of(first), .summary = {}, .measured = {}};
  results.manifest.command_line = {"massbench", "merge"};
  results.manifest.command_line.insert(results.manifest.command_line.end(), words.begin(),
                                       words.end());
  if (auto ready = prepare_folder(options.folder); !ready) return std::unexpected(ready.error());
  auto begun = results.manifest;
  begun.finished.clear();
  if (auto done = write_whole(options.folder / kManifestFile, to_json(begun)); !done) {
    return std::unexpected(done.error());
  }
  auto store = CaseStore::open(options.folder / kCasesFile, CaseStore::Mode::create);
  if (!store) return std::unexpected(store.error());
  auto summary = merge_parts(parts->shards, *store);
  if (!summary) return std::unexpected(summary.error());
  results.summary = *std::move(summary);
  results.measured = measured_half(parts->shards);
  return put_out(tools, options, std::move(results), *store);
}

Exit merge_verb(Tools& tools, const Verb& verb, const std::vector<std::string>& words) {
  Arguments args(tools, verb);
  args.add("out", "DIR", "run folder to write (default: out/run)");
  add_report_option(args);
  args.positional("part", -1);
  if (const auto done = args.parse(words)) return *done;
  if (!args.has("part")) {
    return report(tools.console, Error{Errc::config, "merge: no run folder given", {}});
  }
  const auto exit = merge(tools, args, words);
  return exit ? *exit : report(tools.console, exit.error());
}

}  // namespace

const Verb kMerge{"merge", "joins the parts of a run that \"run --shard\" made",
                  "PART... [options]",
                  "  massbench merge out/part-1 out/part-2 out/part-3 --out out/run\n"
                  "  massbench merge out/part-* --out out/run --report markdown=summary.md\n",
                  merge_verb};

}  // namespace mass::cli
