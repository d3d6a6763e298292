#include "results/sqlite.hpp"

namespace mass {

Result<Database> Database::open(const std::filesystem::path& file, Access access) {
  // Threads do not share a connection, so that SQLite need not guard one.
  const int flags =
      SQLITE_OPEN_NOMUTEX |
      (access == Access::read ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
  Database database;
  database.file_ = file;
  sqlite3* handle = nullptr;
  const int code = sqlite3_open_v2(file.c_str(), &handle, flags, nullptr);
  database.handle_.reset(handle);
  if (code != SQLITE_OK) return database.error("open");
  return database;
}

Result<void> Database::run(const std::string& sql) const {
  if (sqlite3_exec(handle(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
    return error("use");
  }
  return {};
}

Result<void> Database::with_attached(const std::filesystem::path& file,
                                     const std::function<Result<void>()>& work) const {
  auto attach = Statement::prepare(*this, "ATTACH DATABASE ? AS other");
  if (!attach) return std::unexpected(attach.error());
  if (auto done = attach->bind(file.native()).run(*this); !done) {
    return fail_in("read " + file.string(), done.error());
  }
  auto worked = work();
  auto detached = run("DETACH DATABASE other");
  return worked ? detached : worked;
}

std::unexpected<Error> Database::error(std::string_view attempted) const {
  const char* reason = handle_ ? sqlite3_errmsg(handle()) : "out of memory";
  return fail(Errc::io, std::string(attempted) + " " + file_.string() + ": " + reason);
}

Result<Statement> Statement::prepare(const Database& database, std::string_view sql) {
  Statement statement;
  sqlite3_stmt* handle = nullptr;
  const int code = sqlite3_prepare_v2(database.handle(), sql.data(), static_cast<int>(sql.size()),
                                      &handle, nullptr);
  statement.handle_.reset(handle);
  if (code != SQLITE_OK) return database.error("use");
  return statement;
}

Statement& Statement::bind(std::string_view text) {
  // An empty view may have no address, and SQLite would take that for NULL.
  const char* data = text.empty() ? "" : text.data();
  sqlite3_bind_text64(handle_.get(), ++next_, data, text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
  return *this;
}

Statement& Statement::bind(std::int64_t number) {
  sqlite3_bind_int64(handle_.get(), ++next_, number);
  return *this;
}

Result<bool> Statement::step(const Database& database) {
  next_ = 0;
  const int code = sqlite3_step(handle_.get());
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  return database.error("use");
}

Result<void> Statement::run(const Database& database) {
  auto stepped = step(database);
  sqlite3_reset(handle_.get());
  sqlite3_clear_bindings(handle_.get());
  if (!stepped) return std::unexpected(std::move(stepped.error()));
  return {};
}

std::string Statement::text() {
  const int column = next_++;
  const auto* data = reinterpret_cast<const char*>(sqlite3_column_text(handle_.get(), column));
  if (data == nullptr) return {};
  return {data, static_cast<std::size_t>(sqlite3_column_bytes(handle_.get(), column))};
}

std::int64_t Statement::number() {
  return sqlite3_column_int64(handle_.get(), next_++);
}

}  // namespace mass
