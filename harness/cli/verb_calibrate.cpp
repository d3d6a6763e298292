#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <ostream>

#include "core/base/text.hpp"
#include "harness/calibrate/calibration.hpp"
#include "harness/cli/arguments.hpp"
#include "harness/cli/named_path.hpp"
#include "harness/cli/path_search.hpp"
#include "harness/cli/progress_line.hpp"
#include "results/run_folder.hpp"

namespace mass::cli {
namespace {

using nlohmann::json;

// What the user asked for, besides the folder.
struct Wish {
  std::optional<Path> path;  ///< Compare with this one whatever the captures are of.
  std::vector<Mask> masks;
  std::vector<Mask> masks_for_unknown;  ///< For captures of a system without presets.
  bool search = false;                  ///< Even if there is a preset.
  SearchOptions search_options;
  std::string path_out;  ///< File to write found paths to; empty: none.
};

// A configuration with what was found out about it.
struct Calibrated {
  CalibrationResult result;
  std::optional<SearchResult> search;
};

json calibrated_json(const Calibrated& calibrated) {
  const CalibrationResult& result = calibrated.result;
  json differences = json::array();
  for (const CalibrationDifference& one : result.differences) {
    differences.push_back({{"pair", one.pair},
                           {"about", one.about},
                           {"lines", one.lines},
                           {"verdicts", one.verdicts}});
  }
  json answer{{"system", result.system},    {"config", result.config},
              {"pairs", result.pairs},      {"exact", result.exact},
              {"masked", result.masked},    {"agree", result.agree},
              {"path", result.path},        {"differences", std::move(differences)},
              {"problems", result.problems}};
  if (calibrated.search) answer["search"] = search_json(*calibrated.search, result);
  return answer;
}

json calibration_json(const std::vector<Calibrated>& results) {
  json answer{
      {"schema", "mass-calibration-1"}, {"pairs", 0}, {"exact", 0}, {"masked", 0}, {"agree", 0},
      {"systems", json::array()}};
  for (const Calibrated& result : results) {
    json one = calibrated_json(result);
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

void print(std::ostream& out, const std::vector<Calibrated>& results, bool is_brief) {
  std::size_t pairs = 0;
  std::size_t exact = 0;
  std::size_t agree = 0;
  for (const auto& [result, search] : results) {
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
    if (search) print_search(out, *search, result, is_brief);
    if (is_brief) continue;
    for (const CalibrationDifference& one : result.differences) {
      out << fmt::format("  {} {}\n", printable(one.pair), printable(one.about));
      for (const std::string& line : one.lines) out << "    " << line << "\n";
      for (const std::string& line : one.verdicts) out << "    verdict of " << line << "\n";
    }
  }
  if (results.size() > 1) out << fmt::format("{:<36} {}\n", "all", counts(exact, agree, pairs));
}

// Whether anything is known of what captures of this system look like.
bool is_known_system(const std::string& system, const std::vector<Mask>& masks) {
  const auto is_system = [&](std::string_view name) { return iequals(name, system); };
  return std::ranges::any_of(presets(),
                             [&](const Path& preset) {
                               return is_system(preset.id.substr(0, preset.id.find('/')));
                             }) ||
         std::ranges::any_of(
             masks, [&](const Mask& mask) { return std::ranges::any_of(mask.systems, is_system); });
}

Result<Calibrated> calibrate_set(Tools& tools, const CaptureSet& set, const Wish& wish,
                                 Agreement& agreement) {
  const std::vector<Mask>& masks =
      is_known_system(set.system, wish.masks) ? wish.masks : wish.masks_for_unknown;
  const auto compared = [&](const Path& path) {
    return calibrate(set, {path, masks, tools.crypto}, agreement);
  };
  const std::optional<Path> path = wish.path || wish.search ? wish.path : find_path(set.preset());
  if (path) return Calibrated{compared(*path), std::nullopt};
  auto found = search_at_terminal(tools.console, set, masks, tools.crypto, wish.search_options);
  if (!found) return std::unexpected(found.error());
  if (!wish.path_out.empty()) {
    if (auto written = write_whole(wish.path_out, path_file_text(found->path)); !written) {
      return std::unexpected(written.error());
    }
  }
  CalibrationResult result = compared(found->path);
  return Calibrated{std::move(result), *std::move(found)};
}

Result<std::vector<Mask>> read_masks(const Arguments& args) {
  std::vector<Mask> all;
  for (const std::string& file : args.list("mask")) {
    auto masks = load_masks(file);
    if (!masks) return std::unexpected(masks.error());
    std::ranges::move(*masks, std::back_inserter(all));
  }
  auto standard = built_in_masks();
  if (!standard) return std::unexpected(standard.error());
  std::ranges::move(*standard, std::back_inserter(all));
  return all;
}

Result<void> read_search(const Arguments& args, Wish& wish) {
  wish.search = args.has("search") || args.has("without");
  wish.path_out = args.text("path-out");
  for (const std::string& id : args.list("without")) {
    if (!find_path(id)) return unknown_name("preset", id, path_names());
    wish.search_options.without.push_back(id);
  }
  if (args.has("path") && (wish.search || !wish.path_out.empty())) {
    return fail(Errc::config, "--path names what a search would find; give one of the two");
  }
  const auto limit = args.number("search-limit", wish.search_options.limit);
  if (!limit) return std::unexpected(limit.error());
  if (*limit == 0) return fail(Errc::config, "--search-limit: at least one message");
  wish.search_options.limit = static_cast<std::size_t>(*limit);
  return {};
}

Result<Wish> read_wish(const Arguments& args) {
  auto masks = read_masks(args);
  if (!masks) return std::unexpected(masks.error());
  auto again = read_masks(args);
  if (!again) return std::unexpected(again.error());
  Wish wish{.masks = *std::move(masks), .masks_for_unknown = for_any_system(*std::move(again))};
  if (auto read = read_search(args, wish); !read) return std::unexpected(read.error());
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
  if (!wish->path_out.empty() && folders.size() > 1) {
    return fail(Errc::config, "--path-out takes the path found for one folder; name one");
  }
  auto agreement = Agreement::create(tools.registry, tools.crypto);
  if (!agreement) return std::unexpected(agreement.error());

  Progress progress = progress_line(tools.console, "configurations", folders.size());
  std::vector<Calibrated> results;
  bool is_good = true;
  for (const auto& folder : folders) {
    auto set = load_captures(folder);
    if (!set) return std::unexpected(set.error());
    auto calibrated = calibrate_set(tools, *set, *wish, *agreement);
    if (!calibrated) return std::unexpected(calibrated.error());
    const CalibrationResult& result = calibrated->result;
    is_good = is_good && result.agree == result.pairs && result.problems.empty();
    results.push_back(*std::move(calibrated));
    progress.advance();
  }
  progress.finish();
  if (*wants_json) {
    tools.console.out << calibration_json(results).dump(2, ' ', false,
                                                        json::error_handler_t::replace)
                      << "\n";
  } else {
    print(tools.console.out, results, args.has("brief"));
  }
  return is_good ? Exit::ok : Exit::gate;
}

Exit calibrate_verb(Tools& tools, const Verb& verb, const std::vector<std::string>& words) {
  Arguments args(tools, verb);
  args.add("path", "P", "compare with this path or path file, whatever was captured");
  args.add_list("mask", "FILE", "more values that differ from run to run (JSON); repeatable");
  args.add_flag("search", "search a path that explains the captures, even if there is a preset");
  args.add("path-out", "FILE", "write the path that was found to this file (JSON)");
  args.add_list("without", "PRESET", "search, and do not use this preset; repeatable");
  args.add("search-limit", "N", "messages that a search may simulate, 80000 if not given");
  args.add_flag("brief", "counts only");
  args.add("format", "F", "table or json");
  args.positional("folder", -1);
  if (const auto done = args.parse(words)) return *done;
  const auto exit = calibrate_folders(tools, args);
  return exit ? *exit : report(tools.console, exit.error());
}

}  // namespace

const Verb kCalibrate{"calibrate",
                      "compares presets and paths with captured mail, or searches a path for it",
                      "[--path P] [--search] [--path-out FILE] [--mask FILE] [--brief] "
                      "[--format json] FOLDER...",
                      "  massbench calibrate --brief ../shared/groundtruth\n"
                      "  massbench calibrate --path-out my-list.json captures/\n",
                      calibrate_verb};

}  // namespace mass::cli
