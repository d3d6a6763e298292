#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "results/sqlite.hpp"
#include "results/store.hpp"
#include "results/store_schema.hpp"
#include "sample.hpp"
#include "scratch.hpp"

namespace mass {
namespace {

std::string page() {
  std::stringstream text;
  text << std::ifstream(std::filesystem::path(MASS_SOURCE_DIR) / "docs/results.md").rdbuf();
  return text.str();
}

std::vector<std::string> queries(const std::string& text) {
  std::vector<std::string> found;
  const std::string open = "```sql\n";
  for (std::size_t at = text.find(open); at != std::string::npos; at = text.find(open, at)) {
    at += open.size();
    found.push_back(text.substr(at, text.find("```", at) - at));
  }
  return found;
}

TEST(ResultsPage, ExampleQueriesRunAndFindSomething) {
  const Scratch scratch;
  const auto file = scratch.path() / "cases.sqlite";
  {
    auto store = CaseStore::open(file, CaseStore::Mode::create);
    ASSERT_TRUE(store);
    for (const Record& record : sample::records(30)) ASSERT_TRUE(store->add(record));
    ASSERT_TRUE(store->finish());
  }
  const auto database = Database::open(file, Database::Access::read);
  ASSERT_TRUE(database);
  const std::vector<std::string> examples = queries(page());

  ASSERT_EQ(examples.size(), 3U);
  for (const std::string& sql : examples) {
    auto query = Statement::prepare(*database, sql);
    ASSERT_TRUE(query) << query.error().what << "\n" << sql;
    EXPECT_TRUE(query->step(*database).value()) << "no row: " << sql;
  }
}

TEST(ResultsPage, NamesEveryColumnOfCases) {
  const std::string text = page();

  std::istringstream columns(case_columns());
  for (std::string column; std::getline(columns >> std::ws, column, ',');) {
    if (column.starts_with("sign_") || column.starts_with("verify_") ||
        column.starts_with("forward_")) {
      column.erase(0, column.find('_') + 1);
    }
    EXPECT_NE(text.find("`" + column + "`"), std::string::npos) << column;
  }
}

}  // namespace
}  // namespace mass
