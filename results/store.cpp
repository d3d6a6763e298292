#include "results/store.hpp"

#include <fmt/core.h>

#include <string>
#include <utility>

#include "results/json_schema.hpp"
#include "results/labels.hpp"
#include "results/sqlite.hpp"
#include "results/store_schema.hpp"

namespace mass {

struct CaseStore::State {
  Database database;
  std::optional<Statement> insert_message;
  std::optional<Statement> insert_case;
  std::string last_message;  // cases of one message come one after another
  std::size_t in_batch = 0;
};

namespace {

// Large enough that a commit costs nothing, small enough that a broken run loses seconds.
constexpr std::size_t kBatch = 5000;

// Waiting for the disk at every batch would guard against a power cut only; a run that is killed
// loses nothing that was committed.
constexpr const char* kPragmas = "PRAGMA synchronous = OFF; PRAGMA temp_store = MEMORY;";

// What is added to may no longer be whole.
constexpr std::string_view kReopen = "UPDATE meta SET value = 'no' WHERE key = 'complete';";

Result<std::string> meta(const Database& database, std::string_view key) {
  auto query = Statement::prepare(database, "SELECT value FROM meta WHERE key = ?");
  if (!query) return std::unexpected(query.error());
  auto row = query->bind(key).step(database);
  if (!row) return std::unexpected(row.error());
  return *row ? query->text() : std::string();
}

Result<void> check_schema(const Database& database, const std::filesystem::path& file) {
  const auto schema = meta(database, "schema");
  if (!schema) {
    return fail(Errc::malformed,
                fmt::format("{}: not a case store ({})", file.string(), schema.error().what));
  }
  if (*schema != kStoreSchema) return wrong_schema(file.string(), kStoreSchema, *schema);
  return {};
}

Result<void> visit_all(const Database& database, Statement& query, Wanted wanted,
                       const std::function<void(const Record&)>& visit) {
  while (true) {
    auto row = query.step(database);
    if (!row) return std::unexpected(row.error());
    if (!*row) return {};
    const auto record = read_case(query, wanted);
    if (!record) return std::unexpected(record.error());
    visit(*record);
  }
}

Result<std::vector<Record>> read_all(const Database& database, Statement& query) {
  std::vector<Record> records;
  auto read = visit_all(database, query, Wanted::all,
                        [&records](const Record& record) { records.push_back(record); });
  if (!read) return std::unexpected(read.error());
  return records;
}

// An id that both the store and the attached one have; empty if there is none.
Result<std::string> shared_case(const Database& database) {
  auto query = Statement::prepare(
      database, "SELECT case_id FROM other.cases JOIN main.cases USING (case_id) LIMIT 1");
  if (!query) return std::unexpected(query.error());
  auto row = query->step(database);
  if (!row) return std::unexpected(row.error());
  return *row ? query->text() : std::string();
}

Result<void> copy_attached(const Database& database, const std::filesystem::path& other) {
  const auto shared = shared_case(database);
  if (!shared) return std::unexpected(shared.error());
  if (!shared->empty()) {
    return fail(Errc::internal, fmt::format("{}: case {} is in another part of the run already",
                                            other.string(), *shared));
  }
  auto copied = database.run(
      fmt::format("BEGIN; INSERT OR IGNORE INTO main.messages SELECT * FROM other.messages;"
                  "INSERT INTO main.cases ({0}) SELECT {0} FROM other.cases ORDER BY sequence;"
                  "COMMIT",
                  case_columns()));
  if (copied) return {};
  // Nothing to roll back is no trouble of its own.
  (void)database.run("ROLLBACK");
  return fail_in("merge " + other.string(), copied.error());
}

}  // namespace

CaseStore::CaseStore(std::unique_ptr<State> state) noexcept : state_(std::move(state)) {}
CaseStore::CaseStore(CaseStore&&) noexcept = default;
CaseStore& CaseStore::operator=(CaseStore&&) noexcept = default;
CaseStore::~CaseStore() = default;

Result<CaseStore> CaseStore::open(const std::filesystem::path& file, Mode mode) {
  std::error_code ignored;
  const bool exists = std::filesystem::exists(file, ignored);
  if (mode == Mode::create && exists) {
    return fail(Errc::config, file.string() +
                                  ": there is a case store already; resume it or "
                                  "choose another folder");
  }
  if (mode != Mode::create && !exists) {
    return fail(Errc::missing, file.string() + ": no such case store");
  }
  auto database =
      Database::open(file, mode == Mode::read ? Database::Access::read : Database::Access::write);
  if (!database) return std::unexpected(database.error());
  auto state = std::make_unique<State>(State{*std::move(database), {}, {}, {}, 0});
  if (mode != Mode::create) {
    if (auto ours = check_schema(state->database, file); !ours) {
      return std::unexpected(ours.error());
    }
  }
  if (mode == Mode::read) return CaseStore(std::move(state));
  const std::string prepare = mode == Mode::create ? store_tables() : std::string(kReopen);
  if (auto made = state->database.run(kPragmas + prepare); !made) {
    return std::unexpected(made.error());
  }
  auto message =
      Statement::prepare(state->database, "INSERT OR REPLACE INTO messages VALUES (?, ?, ?, ?)");
  if (!message) return std::unexpected(message.error());
  auto added = Statement::prepare(state->database, insert_case());
  if (!added) return std::unexpected(added.error());
  state->insert_message = *std::move(message);
  state->insert_case = *std::move(added);
  return CaseStore(std::move(state));
}

Result<void> CaseStore::add(const Record& record) {
  const Database& database = state_->database;
  if (!state_->insert_case) return fail(Errc::internal, "a case was added to a store open to read");
  if (state_->in_batch == 0) {
    if (auto begun = database.run("BEGIN"); !begun) return begun;
  }
  if (state_->in_batch == 0 || record.message_id != state_->last_message) {
    state_->insert_message->bind(record.message_id).bind(stored_text(record.origin));
    state_->insert_message->bind(static_cast<std::int64_t>(record.strata));
    state_->insert_message->bind(stored_text(record.domain));
    if (auto done = state_->insert_message->run(database); !done) return done;
    state_->last_message = record.message_id;
  }
  bind_case(*state_->insert_case, record);
  if (auto done = state_->insert_case->run(database); !done) return done;
  if (++state_->in_batch < kBatch) return {};
  state_->in_batch = 0;
  return database.run("COMMIT");
}

Result<void> CaseStore::note(std::string_view key, std::string_view value) {
  const Database& database = state_->database;
  auto insert = Statement::prepare(database, "INSERT OR REPLACE INTO meta VALUES (?, ?)");
  if (!insert) return std::unexpected(insert.error());
  return insert->bind(stored_text(key)).bind(stored_text(value)).run(database);
}

Result<void> CaseStore::commit() {
  if (state_->in_batch == 0) return {};
  state_->in_batch = 0;
  return state_->database.run("COMMIT");
}

Result<void> CaseStore::merge(const std::filesystem::path& other) {
  if (auto done = commit(); !done) return done;
  const Database& database = state_->database;
  return database.with_attached(other, [&] { return copy_attached(database, other); });
}

Result<void> CaseStore::finish() {
  if (auto done = commit(); !done) return done;
  if (auto made = state_->database.run(store_indices() + "ANALYZE;"); !made) return made;
  return note("complete", "yes");
}

Result<bool> CaseStore::is_complete() const {
  auto complete = meta(state_->database, "complete");
  if (!complete) return std::unexpected(complete.error());
  return *complete == "yes";
}

const std::filesystem::path& CaseStore::file() const noexcept {
  return state_->database.file();
}

Result<std::vector<Record>> CaseStore::smallest_failures(const CellKey& cell,
                                                         std::string_view cause,
                                                         std::size_t limit) const {
  auto query = Statement::prepare(
      state_->database, select_case("WHERE scheme = ? AND profile = ? AND path = ? AND cause = ?"
                                    " AND cause <> '' ORDER BY message_octets, case_id LIMIT ?"));
  if (!query) return std::unexpected(query.error());
  query->bind(cell.scheme).bind(cell.profile).bind(cell.path).bind(cause);
  query->bind(static_cast<std::int64_t>(limit));
  return read_all(state_->database, *query);
}

Result<std::vector<Record>> CaseStore::smallest_passes(const CellKey& cell,
                                                       std::size_t limit) const {
  auto query = Statement::prepare(
      state_->database,
      select_case("WHERE scheme = ? AND profile = ? AND path = ? AND cause = '' AND is_signed"
                  " AND tool_error = '' AND outcome = 'pass'"
                  " ORDER BY message_octets, case_id LIMIT ?"));
  if (!query) return std::unexpected(query.error());
  query->bind(cell.scheme).bind(cell.profile).bind(cell.path);
  query->bind(static_cast<std::int64_t>(limit));
  return read_all(state_->database, *query);
}

Result<std::optional<Record>> CaseStore::find(std::string_view case_id) const {
  auto query = Statement::prepare(state_->database, select_case("WHERE case_id = ?"));
  if (!query) return std::unexpected(query.error());
  query->bind(case_id);
  auto found = read_all(state_->database, *query);
  if (!found) return std::unexpected(found.error());
  if (found->empty()) return std::optional<Record>{};
  return std::optional(std::move(found->front()));
}

Result<std::vector<std::string>> CaseStore::ids_from(std::string_view id, std::size_t limit) const {
  auto query = Statement::prepare(
      state_->database, "SELECT case_id FROM cases WHERE case_id >= ? ORDER BY case_id LIMIT ?");
  if (!query) return std::unexpected(query.error());
  query->bind(id).bind(static_cast<std::int64_t>(limit));
  std::vector<std::string> ids;
  while (true) {
    auto row = query->step(state_->database);
    if (!row) return std::unexpected(row.error());
    if (!*row) return ids;
    ids.push_back(query->text());
  }
}

Result<std::uint64_t> CaseStore::count() const {
  auto query = Statement::prepare(state_->database, "SELECT COUNT(*) FROM cases");
  if (!query) return std::unexpected(query.error());
  auto row = query->step(state_->database);
  if (!row) return std::unexpected(row.error());
  return static_cast<std::uint64_t>(query->number());
}

Result<std::set<std::string, std::less<>>> CaseStore::messages_with(std::uint64_t cases) const {
  auto query = Statement::prepare(
      state_->database, "SELECT message_id FROM cases GROUP BY message_id HAVING COUNT(*) = ?");
  if (!query) return std::unexpected(query.error());
  query->bind(static_cast<std::int64_t>(cases));
  std::set<std::string, std::less<>> ids;
  while (true) {
    auto row = query->step(state_->database);
    if (!row) return std::unexpected(row.error());
    if (!*row) return ids;
    ids.insert(query->text());
  }
}

Result<std::int64_t> CaseStore::last_sequence() const {
  auto query = Statement::prepare(state_->database, "SELECT COALESCE(MAX(sequence), 0) FROM cases");
  if (!query) return std::unexpected(query.error());
  auto row = query->step(state_->database);
  if (!row) return std::unexpected(row.error());
  return query->number();
}

Result<void> CaseStore::for_each(const std::function<void(const Record&)>& visit) const {
  auto query = Statement::prepare(state_->database, select_case("ORDER BY sequence"));
  if (!query) return std::unexpected(query.error());
  return visit_all(state_->database, *query, Wanted::all, visit);
}

Result<void> CaseStore::for_each_counted(std::int64_t after, std::int64_t last,
                                         const std::function<void(const Record&)>& visit) const {
  auto query = Statement::prepare(
      state_->database, select_case("WHERE sequence > ? AND sequence <= ? ORDER BY sequence"));
  if (!query) return std::unexpected(query.error());
  query->bind(after).bind(last);
  return visit_all(state_->database, *query, Wanted::counted, visit);
}

}  // namespace mass
