#include "stored_cases.hpp"

#include <gtest/gtest.h>
#include <sqlite3.h>

namespace mass::test {
namespace {

std::vector<Row> execute(const std::string& folder, const std::string& sql, int mode) {
  sqlite3* database = nullptr;
  EXPECT_EQ(sqlite3_open_v2((folder + "/cases.sqlite").c_str(), &database, mode, nullptr),
            SQLITE_OK)
      << folder;
  std::vector<Row> rows;
  const auto note = [](void* into, int count, char** values, char** names) {
    Row row;
    for (int i = 0; i < count; ++i) row[names[i]] = values[i] == nullptr ? "" : values[i];
    static_cast<std::vector<Row>*>(into)->push_back(row);
    return 0;
  };
  EXPECT_EQ(sqlite3_exec(database, sql.c_str(), note, &rows, nullptr), SQLITE_OK)
      << sqlite3_errmsg(database) << "\n"
      << sql;
  sqlite3_close(database);
  return rows;
}

}  // namespace

std::vector<Row> ask(const std::string& folder, const std::string& sql) {
  return execute(folder, sql, SQLITE_OPEN_READONLY);
}

void change(const std::string& folder, const std::string& sql) {
  EXPECT_TRUE(execute(folder, sql, SQLITE_OPEN_READWRITE).empty()) << sql;
}

}  // namespace mass::test
