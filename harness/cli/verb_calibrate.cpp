#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <ostream>

#include "core/base/text.hpp"
#include "harness/calibrate/calibration.hpp"
#include "harness/cli/arguments.hpp"
#include "harness/cli/named_path.hpp"
#include "results/progress.hpp"

namespace mass::cli {
namespace {

using nlohmann::json;

// What the user asked for, besides the folder.
struct Wish {
  std::optional<Path> path;  ///< Compare with this one whatever the captures are of.
  std::vector<Mask> masks;
};

json to_json(const CalibrationResult& result) {
  json differences = json::array();
  for (const CalibrationDifference& one : result.differences) {
    differences.push_back({{"pair", one.pair},
                           {"about", one.about},
                           {"lines", one.lines},
                           {"verdicts", one.verdicts}});
  }
  return {{"system", result.system},    {"config", result.config},
          {"pairs", result.pairs},      {"exact", result.exact},
          {"masked", result.masked},    {"agree", result.agree},
          {"path", result.path},        {"differences", std::move(differences)},
          {"problems", result.problems}};
}

json to_json(const std::vector<CalibrationResult>& results) {
  json answer{
      {"schema", "mass-calibration-1"}, {"pairs", 0}, {"exact", 0}, {"masked", 0}, {"agree", 0},
      {"systems", json::array()}};
  for (const CalibrationResult& result : results) {
    json one = to_json(result);
    for (const char* count : {"pairs", "exact", "masked", "agree"}) {
      answer[count] = answer[count].get<std::size_t>() + one[count].get<std::size_t>();
    }
    answer["systems"].push_back(std::move(one));
  }
  return answer;
}

std::string counts(std::size_t exact, std::size_t agree, std::size_t pairs) {
  const auto percent = [pairs](std::size_t part) {
    return pairs == 0 ? 0.0 : 100.0 * static_cast<double>(part) / static_cast<double>(pairs);
  };
  return fmt::format("{:>5} pairs  exact {:>5} {:>5.1f} %  verdicts agree {:>5} {:>5.1f} %", pairs,
                     exact, percent(exact), agree, percent(agree));
}

void print(std::ostream& out, const std::vector<CalibrationResult>& results, bool is_brief) {
  std::size_t pairs = 0;
  std::size_t exact = 0;
  std::size_t agree = 0;
  for (const CalibrationResult& result : results) {
    pairs += result.pairs;
    exact += result.exact;
    agree += result.agree;
    const std::string name = result.system + "/" + result.config;
    out << fmt::format("{:<36} {}{}\n", printable(name),
                       counts(result.exact, result.agree, result.pairs),
                       result.path == name ? "" : "  with " + printable(result.path));
    for (const std::string& problem : result.problems) {
      out << "  problem: " << printable(problem) << "\n";
    }
    if (is_brief) continue;
    for (const CalibrationDifference& one : result.differences) {
      out << fmt::format("  {} {}\n", printable(one.pair), printable(one.about));
      for (const std::string& line : one.lines) out << "    " << line << "\n";
      for (const std::string& line : one.verdicts) out << "    verdict of " << line << "\n";
    }
  }
  if (results.size() > 1) out << fmt::format("{:<36} {}\n", "all", counts(exact, agree, pairs));
}

// Without a path nothing is explained, which is a result and not the end of the run.
CalibrationResult calibrate_set(Tools& tools, const CaptureSet& set, const Wish& wish,
                                Agreement& agreement) {
  const std::optional<Path> path = wish.path ? wish.path : find_path(set.preset());
  if (path) return calibrate(set, {*path, wish.masks, tools.crypto}, agreement);
  CalibrationResult result{.system = set.system,
                           .config = set.config,
                           .path = "",
                           .pairs = set.pairs.size(),
                           .problems = set.problems};
  result.problems.push_back(fmt::format(
      "no preset {}; name a path with --path, see \"massbench list presets\"", set.preset()));
  return result;
}

Result<Wish> read_wish(const Arguments& args) {
  Wish wish{.path = std::nullopt, .masks = {}};
  for (const std::string& file : args.list("mask")) {
    auto masks = load_masks(file);
    if (!masks) return std::unexpected(masks.error());
    std::ranges::move(*masks, std::back_inserter(wish.masks));
  }
  auto standard = built_in_masks();
  if (!standard) return std::unexpected(standard.error());
  std::ranges::move(*standard, std::back_inserter(wish.masks));
  if (args.has("path")) {
    auto path = named_path("--path", args.text("path"));
    if (!path) return std::unexpected(path.error());
    wish.path = *std::move(path);
  }
  return wish;
}

Result<Exit> calibrate_folders(Tools& tools, const Arguments& args) {
  const auto wants_json = args.wants_json();
  if (!wants_json) return std::unexpected(wants_json.error());
  std::vector<std::filesystem::path> folders;
  for (const std::string& root : args.list("folder")) {
    const auto found = find_captures(root);
    if (found.empty()) {
      return fail(Errc::missing, "no files NAME.in.eml in " + printable(root) + " or below it");
    }
    folders.insert(folders.end(), found.begin(), found.end());
  }
  if (folders.empty()) return fail(Errc::config, "no folder of captures given");
  auto wish = read_wish(args);
  if (!wish) return std::unexpected(wish.error());
  auto agreement = Agreement::create(tools.registry, tools.crypto);
  if (!agreement) return std::unexpected(agreement.error());

  Progress progress(
      tools.console.err, tools.console.err_is_terminal,
      [&tools] {
        return std::chrono::milliseconds(static_cast<std::int64_t>(tools.console.seconds() * 1000));
      },
      "configurations", folders.size());
  std::vector<CalibrationResult> results;
  bool is_good = true;
  for (const auto& folder : folders) {
    auto set = load_captures(folder);
    if (!set) return std::unexpected(set.error());
    CalibrationResult result = calibrate_set(tools, *set, *wish, *agreement);
    is_good = is_good && result.agree == result.pairs && result.problems.empty();
    results.push_back(std::move(result));
    progress.advance();
  }
  progress.finish();
  if (*wants_json) {
    tools.console.out << to_json(results).dump(2, ' ', false, json::error_handler_t::replace)
                      << "\n";
  } else {
    print(tools.console.out, results, args.has("brief"));
  }
  return is_good ? Exit::ok : Exit::gate;
}

Exit run(Tools& tools, const Verb& verb, const std::vector<std::string>& words) {
  Arguments args(tools, verb);
  args.add("path", "P", "compare with this path or path file, whatever was captured");
  args.add_list("mask", "FILE", "more values that differ from run to run (JSON); repeatable");
  args.add_flag("brief", "counts only");
  args.add("format", "F", "table or json");
  args.positional("folder", -1);
  if (const auto done = args.parse(words)) return *done;
  const auto exit = calibrate_folders(tools, args);
  return exit ? *exit : report(tools.console, exit.error());
}

}  // namespace

const Verb kCalibrate{"calibrate", "compares presets and paths with captured mail of real software",
                      "[--path P] [--mask FILE] [--brief] [--format json] FOLDER...",
                      "  massbench calibrate --brief ../shared/groundtruth\n"
                      "  massbench calibrate --path my-list.json captures/\n",
                      run};

}  // namespace mass::cli
