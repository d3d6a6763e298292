#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>
#include <sstream>

#include "small_run.hpp"

namespace mass::test {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

std::string source_file(const std::string& name) {
  return read_file(std::string(MASS_SOURCE_DIR) + "/" + name);
}

std::size_t count_of(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
  return count;
}

double number_after(const std::string& text, const std::string& part) {
  const auto at = text.find(part);
  return at == std::string::npos ? -1 : std::stod(text.substr(at + part.size()));
}

TEST(Report, MakesFromTheFolderAloneWhatTheRunMade) {
  const SmallRun small;
  ASSERT_EQ(small.ran().code, 0) << small.ran().err;

  const Ran table = small.report({});
  const Ran html = small.report({"--format", "html"});
  const Ran half = small.report({"--format", "json"});

  ASSERT_EQ(table.code, 0) << table.err;
  EXPECT_TRUE(small.ran().out.starts_with(table.out)) << table.out;
  EXPECT_NE(table.out.find("ours"), std::string::npos) << "the path file is gone";
  EXPECT_EQ(html.out, read_file(small.folder() + "/report.html"));
  EXPECT_EQ(json::parse(half.out), small.deterministic());
}

TEST(Report, GatesDecideTheExitCodeAndAreCasesOfJunit) {
  const SmallRun small({"right:domainkeys/*:ours=90%", "right:dkim/std:P01=100%", "lost=0"});

  const Ran junit = small.report({"--format", "junit"});
  const Ran annotations = small.report({"--format", "annotations"});

  EXPECT_EQ(small.ran().code, 1);
  EXPECT_NE(small.ran().err.find("gate failed: domainkeys* std on ours: "), std::string::npos)
      << small.ran().err;
  ASSERT_EQ(junit.code, 0) << junit.err;
  write_file(small.file("junit.xml"), junit.out);
  const std::string xsd = std::string(MASS_SOURCE_DIR) + "/tests/program/junit.xsd";
  const Ran valid = run_shell(
      small.folder(), "xmllint --noout --schema '" + xsd + "' '" + small.file("junit.xml") + "'");
  EXPECT_EQ(valid.code, 0) << valid.err;
  // 8 paths x 4 rows have a gate on trouble, identity has another, and so have two cells.
  EXPECT_EQ(number_after(junit.out, "tests=\""), 8 * 4 + 4 + 2);
  EXPECT_EQ(count_of(junit.out, "<testcase "), 8U * 4 + 4 + 2);
  EXPECT_EQ(number_after(junit.out, "failures=\""), 1);
  EXPECT_EQ(count_of(junit.out, "<failure "), 1U);
  EXPECT_EQ(number_after(junit.out, "skipped=\""), 1) << "batv says nothing on identity";
  EXPECT_NE(junit.out.find("ours: at least 90 % survived"), std::string::npos) << junit.out;
  EXPECT_NE(junit.out.find("hdr_changed(Subject)\n"), std::string::npos) << junit.out;
  EXPECT_TRUE(annotations.out.starts_with("::error title=domainkeys* std on ours::"))
      << annotations.out;
}

TEST(Report, AForgeryThatPassesIsShownWithACase) {
  const SmallRun small;
  for (const json& cell : small.cells()) {
    if (cell.at("scheme") != "batv" || cell.at("path") != "E06") continue;
    ASSERT_GT(cell.at("pass"), 0) << "an observed tag can be replayed";
  }

  const Ran junit = small.report({"--format", "junit", "--gate", "right:batv/*:E06=100%"});

  ASSERT_EQ(junit.code, 1) << junit.err;
  EXPECT_NE(junit.err.find("massbench report: gate failed: batv"), std::string::npos) << junit.err;
  EXPECT_EQ(count_of(junit.out, "<failure "), 1U) << junit.out;
  EXPECT_NE(junit.out.find("E06: at least 100 % refused"), std::string::npos) << junit.out;
  EXPECT_NE(junit.out.find("again: massbench repro "), std::string::npos) << junit.out;
}

TEST(Report, BenchmarkEntriesFollowFromTheSummary) {
  const SmallRun small;

  const json bigger = json::parse(small.report({"--format", "benchmark-bigger"}).out);
  const json smaller = json::parse(small.report({"--format", "benchmark-smaller"}).out);

  double right = 0;
  double judged = 0;
  for (const json& cell : small.cells()) {
    if (cell.at("scheme") != "dkim" || cell.at("profile") != "std") continue;
    if (cell.at("path").get<std::string>()[0] == 'E') continue;
    right += cell.at("pass").get<double>();
    judged += cell.at("signed").get<double>() - cell.at("na").get<double>();
  }
  const auto named = [](const json& entries, const std::string& name) {
    const auto found =
        std::ranges::find_if(entries, [&](const json& one) { return one.at("name") == name; });
    return found == entries.end() ? json::object() : *found;
  };
  const json delivery = named(bigger, "dkim† std: Delivery");
  EXPECT_NEAR(delivery.value("value", 0.0), 100 * right / judged, 0.006) << bigger.dump(1);
  EXPECT_EQ(delivery.value("unit", ""), "percent");
  const json half = small.deterministic();
  for (const json& costs : half.at("costs")) {
    if (costs.at("scheme") != "dkim" || costs.at("profile") != "std") continue;
    EXPECT_EQ(named(smaller, "dkim† std: octets added").value("value", 0.0),
              costs.at("octets_added").at("median").get<double>())
        << smaller.dump(1);
  }
  for (const json* entries : {&bigger, &smaller}) {
    for (const json& one : *entries) {
      EXPECT_TRUE(one.at("name").is_string() && one.at("unit").is_string() &&
                  one.at("value").is_number())
          << one;
    }
  }
}

TEST(Report, MarkdownRendersWithEveryRowOfTheMatrix) {
  const SmallRun small;
  ASSERT_EQ(small.report({"--report", "markdown=" + small.file("m.md")}).code, 0);

  const Ran html = run_shell(small.folder(), "cmark-gfm -e table '" + small.file("m.md") + "'");

  ASSERT_EQ(html.code, 0) << html.err;
  // Delivery has three rows and a head, so have both groups of bounces one and one.
  EXPECT_EQ(count_of(html.out, "<table>"), 3U) << html.out;
  EXPECT_EQ(count_of(html.out, "<tr>"), 4U + 2 + 2) << html.out;
  EXPECT_EQ(html.out.find("|"), std::string::npos) << "no row was left as text";
}

TEST(Report, CsvLoadsIntoSqliteWithTheLineOfThePage) {
  const SmallRun small;
  std::string line;
  std::istringstream page(source_file("docs/queries.md"));
  for (std::string one; std::getline(page, one);) {
    if (one.starts_with("massbench report RUN --format csv")) line = one;
  }
  ASSERT_FALSE(line.empty());
  line.replace(line.find("RUN"), 3, "'" + small.folder() + "'");

  const Ran ran = run_shell(
      fs::path(small.folder()).parent_path(),
      line +
          " && sqlite3 cells.db \"SELECT SUM(n), SUM(pass), COUNT(*) FROM cells WHERE stratum = "
          "'all'\"");

  std::uint64_t cases = 0;
  std::uint64_t passes = 0;
  for (const json& cell : small.cells()) {
    cases += cell.at("n").get<std::uint64_t>();
    passes += cell.at("pass").get<std::uint64_t>();
  }
  EXPECT_EQ(ran.out, std::to_string(cases) + "|" + std::to_string(passes) + "|" +
                         std::to_string(small.cells().size()) + "\n")
      << ran.err;
}

/// The lines of the page's workflows that call massbench or use what it wrote.
std::vector<std::string> commands_of(const std::string& page) {
  std::vector<std::string> commands;
  std::istringstream lines(page);
  bool is_workflow = false;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("```")) is_workflow = line == "```yaml";
    if (!is_workflow) continue;
    for (const std::string start : {"run: ", "- "}) {
      const auto at = line.find(start + "massbench ");
      if (at != std::string::npos) line.erase(0, at + start.size());
    }
    line.erase(0, line.find_first_not_of(' '));
    if (line.starts_with("massbench ") || line.starts_with("cat summary.md")) {
      commands.push_back(line);
    }
  }
  return commands;
}

TEST(CiPage, CommandsOfBothWorkflowsWork) {
  const TemporaryFolder folder;
  write_file(folder / "scenario.json", R"({"schema": "mass-scenario-1",
      "corpora": [{"built_in": 10}], "schemes": [{"scheme": "domainkeys"}], "paths": ["P01"],
      "gates": ["right=100%"]})");
  ASSERT_EQ(run_shell(folder.path(), "massbench run scenario.json --out base").code, 0);
  const std::vector<std::string> commands = commands_of(source_file("docs/ci.md"));

  ASSERT_EQ(commands.size(), 8U);
  for (const std::string& command : commands) {
    const Ran ran = run_shell(folder.path(), "export GITHUB_STEP_SUMMARY=step.md && " + command);
    EXPECT_EQ(ran.code, 0) << command << "\n" << ran.err;
  }
  for (const char* file : {"junit.xml", "compare.xml", "bigger.json", "cells.csv", "step.md"}) {
    EXPECT_GT(fs::file_size(folder / file), 0U) << file;
  }
  EXPECT_EQ(read_file(folder / "step.md"), read_file(folder / "summary.md"));
}

}  // namespace
}  // namespace mass::test
