// docs/queries.md against the summary of a fresh run, and against rows counted by hand.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "small_run.hpp"
#include "stored_cases.hpp"

namespace mass::test {
namespace {

using nlohmann::json;

/// How SQLite goes about a question.
std::string way_of(const std::string& folder, const std::string& sql) {
  std::string way;
  for (const Row& line : ask(folder, "EXPLAIN QUERY PLAN " + sql)) way += line.at("detail") + "\n";
  return way;
}

/// Questions of the page by their place, from 0.
std::vector<std::string> questions() {
  const std::string page = read_file(std::string(MASS_SOURCE_DIR) + "/docs/queries.md");
  std::vector<std::string> found;
  const std::string open = "```sql\n";
  for (auto at = page.find(open); at != std::string::npos; at = page.find(open, at)) {
    at += open.size();
    found.push_back(page.substr(at, page.find("```", at) - at));
  }
  return found;
}

bool is_judged(const Row& row) {
  return row.at("is_signed") == "1" && row.at("tool_error").empty() && row.at("outcome") != "na";
}

std::string key(const json& cell) {
  return cell.at("scheme").get<std::string>() + " " + cell.at("profile").get<std::string>() + " " +
         cell.at("path").get<std::string>();
}

std::string key(const Row& line) {
  return line.at("scheme") + " " + line.at("profile") + " " + line.at("path");
}

int judged(const json& cell) {
  return cell.at("signed").get<int>() - cell.at("na").get<int>();
}

json cell_of(const SmallRun& run, const std::string& name) {
  for (const json& cell : run.cells()) {
    if (key(cell) == name) return cell;
  }
  return json::object();
}

/// Ids of the examples that a summary names of one cell and cause, the smallest message first.
std::vector<std::string> examples(const SmallRun& run, const std::string& cell,
                                  const std::string& cause) {
  std::vector<std::string> ids;
  const json half = run.deterministic();
  for (const json& one : half.at("examples")) {
    if (key(one) != cell || one.at("cause") != cause) continue;
    for (const json& example : one.at("cases")) ids.push_back(example.at("case"));
  }
  return ids;
}

class QueriesPage : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_EQ(run_.ran().code, 0) << run_.ran().err;
    ASSERT_EQ(questions().size(), 10U);
    answers_.emplace_back();  // they are counted from 1
    for (const std::string& sql : questions()) {
      answers_.push_back(ask(run_.folder(), sql));
      ASSERT_FALSE(answers_.back().empty()) << "nothing comes of " << sql;
    }
    all_ = ask(run_.folder(), "SELECT * FROM cases");
  }

  SmallRun run_;
  std::vector<std::vector<Row>> answers_;
  std::vector<Row> all_;
};

// One run serves all ten: each test would make it again.
TEST_F(QueriesPage, EveryAnswerIsWhatTheSummaryOrACountByHandSays) {
  // 1: survival of every cell that is judged, lowest first.
  std::map<std::string, std::pair<int, int>> survival;
  for (const Row& line : answers_[1]) {
    survival[key(line)] = {std::stoi(line.at("judged")), std::stoi(line.at("passed"))};
  }
  std::map<std::string, std::pair<int, int>> expected;
  for (const json& cell : run_.cells()) {
    if (judged(cell) > 0) expected[key(cell)] = {judged(cell), cell.at("pass").get<int>()};
  }
  EXPECT_EQ(survival, expected);
  EXPECT_TRUE(std::ranges::is_sorted(
      answers_[1], {}, [](const Row& line) { return std::stod(line.at("percent")); }));

  // 2: causes of a scheme over all paths.
  std::map<std::string, std::pair<int, int>> causes;
  for (const json& cell : run_.cells()) {
    if (cell.at("scheme") != "dkim" || cell.at("profile") != "std") continue;
    for (const auto& [cause, count] : cell.at("causes").items()) {
      causes[cause].first += count.get<int>();
      ++causes[cause].second;
    }
  }
  std::map<std::string, std::pair<int, int>> told;
  for (const Row& line : answers_[2]) {
    told[line.at("cause")] = {std::stoi(line.at("cases")), std::stoi(line.at("paths"))};
  }
  EXPECT_EQ(told, causes);

  // 3 and 4: from a cell to its causes, from a cause to its cases.
  const std::string list = "dkim std P18";
  std::map<std::string, int> of_cell;
  for (const Row& line : answers_[3]) {
    of_cell[line.at("cause")] = std::stoi(line.at("cases"));
    const auto ids = examples(run_, list, line.at("cause"));
    ASSERT_FALSE(ids.empty());
    const auto row = std::ranges::find_if(
        all_, [&](const Row& one) { return one.at("case_id") == line.at("case_id"); });
    ASSERT_NE(row, all_.end());
    EXPECT_EQ(row->at("message_octets"), line.at("octets"));
  }
  EXPECT_EQ(json(of_cell), cell_of(run_, list).at("causes"));
  const auto smallest = examples(run_, list, "hdr_changed(Subject)");
  ASSERT_GE(answers_[4].size(), smallest.size());
  for (std::size_t i = 0; i < smallest.size(); ++i) {
    EXPECT_EQ(answers_[4][i].at("case_id"), smallest[i]);
  }

  // 5: breaking steps.
  std::map<std::string, int> steps;
  for (const json& cell : run_.cells()) {
    for (const auto& [step, count] : cell.at("steps").items()) {
      steps[cell.at("path").get<std::string>() + " " + step] += count.get<int>();
    }
  }
  std::map<std::string, int> told_steps;
  for (const Row& line : answers_[5]) {
    told_steps[line.at("path") + " " + line.at("step_name")] = std::stoi(line.at("cases"));
  }
  EXPECT_EQ(told_steps, steps);

  // 6: false accepts, on the paths that the manifest calls forged.
  std::set<std::string> forged;
  const json manifest = run_.manifest();
  for (const json& path : manifest.at("facts").at("paths")) {
    if (!path.at("genuine").get<bool>()) forged.insert(path.at("id"));
  }
  EXPECT_EQ(forged, (std::set<std::string>{"E05", "E06"}));
  std::map<std::string, int> accepts;
  for (const json& cell : run_.cells()) {
    if (forged.contains(cell.at("path")) && cell.at("pass") != 0) {
      accepts[key(cell)] = cell.at("pass").get<int>();
    }
  }
  std::map<std::string, int> told_accepts;
  for (const Row& line : answers_[6]) told_accepts[key(line)] = std::stoi(line.at("accepted"));
  EXPECT_EQ(told_accepts, accepts);

  // 7: kinds of messages.
  std::map<std::string, std::pair<int, int>> strata;
  const json half = run_.deterministic();
  for (const json& cell : half.at("cells")) {
    if (key(cell) != "dkim std P05" || cell.at("stratum") == "all" || judged(cell) == 0) continue;
    strata[cell.at("stratum")] = {judged(cell), cell.at("pass").get<int>()};
  }
  std::map<std::string, std::pair<int, int>> told_strata;
  for (const Row& line : answers_[7]) {
    told_strata[line.at("stratum")] = {std::stoi(line.at("judged")), std::stoi(line.at("passed"))};
  }
  EXPECT_EQ(told_strata, strata);

  // 8: two profiles, joined by hand.
  std::map<std::string, std::map<std::string, Row>> by_profile;
  for (const Row& row : all_) {
    if (row.at("scheme") == "dkim" && is_judged(row)) {
      by_profile[row.at("profile")].emplace(row.at("path") + " " + row.at("message_id"), row);
    }
  }
  std::map<std::string, std::pair<int, int>> pairs;
  for (const auto& [name, one] : by_profile["std"]) {
    const auto other = by_profile["strict"].find(name);
    if (other == by_profile["strict"].end()) continue;
    const bool first = one.at("outcome") == "pass";
    const bool second = other->second.at("outcome") == "pass";
    auto& [only_first, only_second] = pairs[one.at("path")];
    only_first += first && !second ? 1 : 0;
    only_second += second && !first ? 1 : 0;
  }
  std::map<std::string, std::pair<int, int>> told_pairs;
  for (const Row& line : answers_[8]) {
    told_pairs[line.at("path")] = {std::stoi(line.at("only_first")),
                                   std::stoi(line.at("only_second"))};
  }
  EXPECT_EQ(told_pairs, pairs);

  // 9: the message with the most failures, in all its cases.
  std::map<std::string, int> failures;
  for (const Row& row : all_) failures[row.at("message_id")] += row.at("cause").empty() ? 0 : 1;
  const int most =
      std::ranges::max_element(failures, {}, [](const auto& one) { return one.second; })->second;
  EXPECT_EQ(answers_[9].size(), 8U * 4) << "eight paths, four rows";
  EXPECT_EQ(
      std::ranges::count_if(answers_[9], [](const Row& line) { return !line.at("cause").empty(); }),
      most);

  // 10: what it costs; the summary has the whole distribution.
  for (const Row& line : answers_[10]) {
    for (const json& costs : half.at("costs")) {
      if (costs.at("scheme") != line.at("scheme") || costs.at("profile") != line.at("profile")) {
        continue;
      }
      double octets = 0;
      for (const json& value : costs.at("octets_added").at("values")) {
        octets += value.at(0).get<double>() * value.at(1).get<double>();
      }
      double asked = 0;
      for (const auto& [kind, count] : costs.at("lookups").items()) {
        asked += count.at("asked").get<double>();
      }
      const double messages = costs.at("signed").get<double>();
      EXPECT_EQ(std::stod(line.at("messages")), messages);
      EXPECT_NEAR(std::stod(line.at("octets_added")), octets / messages, 1e-6);
      EXPECT_NEAR(std::stod(line.at("lookups")), asked / messages, 1e-6);
    }
  }
  EXPECT_EQ(answers_[10].size(), 4U);

  // What the page says of indices: drill-down reads what it shows and nothing else.
  const std::vector<std::string> sql = questions();
  for (const std::size_t number : {2U, 3U, 4U, 7U}) {
    const std::string way = way_of(run_.folder(), sql[number - 1]);
    EXPECT_NE(way.find("cases_by_cell"), std::string::npos) << number << ": " << way;
    EXPECT_EQ(way.find("SCAN cases\n"), std::string::npos) << number << ": " << way;
  }
  EXPECT_NE(way_of(run_.folder(), sql[8]).find("SEARCH cases USING INDEX cases_by_message"),
            std::string::npos)
      << way_of(run_.folder(), sql[8]);
  EXPECT_EQ(way_of(run_.folder(), sql[3]).find("TEMP B-TREE"), std::string::npos)
      << "the index has the order of question 4: " << way_of(run_.folder(), sql[3]);
}

}  // namespace
}  // namespace mass::test
