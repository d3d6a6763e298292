#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "core/base/error.hpp"

namespace mass {

/// A connection to an SQLite database. Errors name the file and what SQLite says.
class Database {
 public:
  enum class Access { read, write };

  /// `Access::write` makes the file if it is not there.
  [[nodiscard]] static Result<Database> open(const std::filesystem::path& file, Access access);

  /// Runs one or more statements that have no results.
  [[nodiscard]] Result<void> run(const std::string& sql) const;

  /// Makes the tables of another file known as `other.NAME` to read from, until the end of `work`.
  [[nodiscard]] Result<void> with_attached(const std::filesystem::path& file,
                                           const std::function<Result<void>()>& work) const;

  [[nodiscard]] std::unexpected<Error> error(std::string_view attempted) const;
  [[nodiscard]] sqlite3* handle() const noexcept { return handle_.get(); }
  [[nodiscard]] const std::filesystem::path& file() const noexcept { return file_; }

 private:
  struct Close {
    void operator()(sqlite3* handle) const noexcept { sqlite3_close_v2(handle); }
  };
  std::filesystem::path file_;
  std::unique_ptr<sqlite3, Close> handle_;
};

/// A prepared statement. Values are bound from left to right and columns are read from left to
/// right, so that a list of columns is walked the same way in both directions. Text is always
/// bound, never pasted into SQL.
class Statement {
 public:
  [[nodiscard]] static Result<Statement> prepare(const Database& database, std::string_view sql);

  Statement& bind(std::string_view text);
  Statement& bind(std::int64_t number);

  /// Moves to the next row; false at the end. Columns are read from the first again.
  [[nodiscard]] Result<bool> step(const Database& database);

  /// Runs a statement without results and makes it ready for the next values, also if it failed.
  [[nodiscard]] Result<void> run(const Database& database);

  [[nodiscard]] std::string text();
  [[nodiscard]] std::int64_t number();

  /// Passes over columns without reading them.
  void skip(std::size_t columns) noexcept { next_ += static_cast<int>(columns); }

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* handle) const noexcept { sqlite3_finalize(handle); }
  };
  std::unique_ptr<sqlite3_stmt, Finalize> handle_;
  int next_ = 0;
};

}  // namespace mass
