#include "small_run.hpp"

#include <gtest/gtest.h>

namespace mass::test {

using nlohmann::json;

SmallRun::SmallRun(const std::vector<std::string>& gates) {
  write_file(files_ / "ours.json", R"({"schema": "mass-path-1", "id": "ours", "title": "Our list",
      "hops": [{"host": "list.example", "steps": [{"apply": "T03", "with": {"tag": "[o]"}}]}]})");
  json scenario{{"schema", "mass-scenario-1"},
                {"title", "small"},
                {"corpora", {{{"built_in", 60}}}},
                {"schemes",
                 {{{"scheme", "dkim"}, {"profile", "std"}},
                  {{"scheme", "dkim"}, {"profile", "strict"}},
                  {{"scheme", "domainkeys"}, {"profile", "std"}},
                  {{"scheme", "batv"}, {"profile", "std"}}}},
                {"paths", {"P01", "P05", "P18", "ours", "E01", "E05", "E06"}},
                {"path_files", {files_ / "ours.json"}},
                {"gates", gates}};
  write_file(files_ / "scenario.json", scenario.dump());
  ran_ = run_program(MASS_PROGRAM, {"run", files_ / "scenario.json", "--out", folder()});
  std::filesystem::remove(files_ / "ours.json");
}

Ran SmallRun::report(const std::vector<std::string>& words) const {
  std::vector<std::string> all{"report", folder()};
  all.insert(all.end(), words.begin(), words.end());
  return run_program(MASS_PROGRAM, all);
}

json SmallRun::manifest() const {
  return json::parse(read_file(folder() + "/manifest.json"));
}

json SmallRun::deterministic() const {
  return json::parse(read_file(folder() + "/summary.json")).at("deterministic");
}

std::vector<json> SmallRun::cells() const {
  std::vector<json> cells;
  const json half = deterministic();
  for (const json& cell : half.at("cells")) {
    if (cell.at("stratum") == "all") cells.push_back(cell);
  }
  return cells;
}

Ran run_shell(const std::string& folder, const std::string& line) {
  const TemporaryFolder programs;
  std::filesystem::create_symlink(MASS_PROGRAM, programs / "massbench");
  return run_program("/bin/sh", {"-c", "cd '" + folder + "' && PATH='" + programs.path().string() +
                                           "':\"$PATH\" && " + line});
}

}  // namespace mass::test
