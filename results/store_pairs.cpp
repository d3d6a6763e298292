#include "results/store_pairs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <tuple>
#include <utility>

#include "core/base/text.hpp"
#include "results/sqlite.hpp"
#include "results/store.hpp"
#include "results/store_schema.hpp"

namespace mass {

struct StorePairs::State {
  Database database;
  std::filesystem::path second;
};

namespace {

// Of each store: a case is found by its id, which is anywhere in the other one.
constexpr int kCacheKiB = 65536;

// Columns that name a case, and those for people: the others tell what came of it.
constexpr std::array<std::string_view, 10> kNotCompared{
    "case_id", "message_id", "scheme",     "profile",          "path",
    "reason",  "rule",       "tool_error", "canonical_before", "canonical_after"};

std::string compared_columns(std::string_view table) {
  std::string columns;
  for (const std::string_view name : split(case_columns(), ',')) {
    const std::string_view column = trim(name);
    if (std::ranges::find(kNotCompared, column) != kNotCompared.end()) continue;
    columns += fmt::format("{}{}.{}", columns.empty() ? "" : ", ", table, column);
  }
  // Whether there was trouble counts, its words do not.
  return columns + fmt::format(", {}.tool_error = ''", table);
}

std::string all_columns(std::string_view table, std::string_view messages) {
  std::string columns;
  for (const std::string_view name : split(case_columns(), ',')) {
    columns += fmt::format("{}.{}, ", table, trim(name));
  }
  return columns + fmt::format("{0}.origin, {0}.strata, {0}.domain", messages);
}

std::string is_judged(std::string_view table) {
  return fmt::format("{0}.is_signed AND {0}.tool_error = '' AND {0}.outcome <> 'na'", table);
}

// The first store is read from front to back: the second one has its cases in much the same order,
// and an index would lead through both at random.
std::string cells_query() {
  const std::string judged = is_judged("a") + " AND " + is_judged("b");
  return fmt::format(
      "SELECT a.scheme, a.profile, a.path, domain, COUNT(*),"
      " SUM({0} AND a.outcome = 'pass' AND b.outcome = 'pass'),"
      " SUM({0} AND a.outcome = 'pass' AND b.outcome <> 'pass'),"
      " SUM({0} AND a.outcome <> 'pass' AND b.outcome = 'pass'),"
      " SUM({0} AND a.outcome <> 'pass' AND b.outcome <> 'pass')"
      " FROM main.cases AS a NOT INDEXED CROSS JOIN other.cases AS b USING (case_id)"
      " CROSS JOIN main.messages AS m ON m.message_id = a.message_id GROUP BY 1, 2, 3, 4",
      judged);
}

// Cases of one store that the other does not have, per cell.
std::string alone_query(std::string_view store, std::string_view other) {
  return fmt::format(
      "SELECT scheme, profile, path, COUNT(*) FROM {}.cases AS a WHERE NOT EXISTS"
      " (SELECT 1 FROM {}.cases AS b WHERE b.case_id = a.case_id) GROUP BY 1, 2, 3",
      store, other);
}

std::string changes_query() {
  return fmt::format(
      "SELECT {}, {} FROM main.cases AS a NOT INDEXED CROSS JOIN other.cases AS b USING (case_id)"
      " JOIN main.messages AS am ON am.message_id = a.message_id"
      " JOIN other.messages AS bm ON bm.message_id = b.message_id"
      " WHERE ({}) IS NOT ({}) ORDER BY a.message_octets, a.case_id",
      all_columns("a", "am"), all_columns("b", "bm"), compared_columns("a"), compared_columns("b"));
}

using CellName = std::tuple<std::string, std::string, std::string>;

// Calls `read` for every row, its first three columns read.
Result<void> for_each_cell(const Database& database, const std::string& sql,
                           const std::function<void(CellName, Statement&)>& read) {
  auto query = Statement::prepare(database, sql);
  if (!query) return std::unexpected(query.error());
  while (true) {
    auto row = query->step(database);
    if (!row) return std::unexpected(row.error());
    if (!*row) return {};
    std::string scheme = query->text();
    std::string profile = query->text();
    std::string path = query->text();
    read({std::move(scheme), std::move(profile), std::move(path)}, *query);
  }
}

std::uint64_t count_of(Statement& row) {
  return static_cast<std::uint64_t>(row.number());
}

// Cells with cases that only `store` has. `shared` is how many both have: none is looked for where
// that is all of them.
Result<void> for_each_alone(const Database& database, std::string_view store,
                            std::string_view other, std::uint64_t shared,
                            const std::function<void(CellName, Statement&)>& read) {
  auto query = Statement::prepare(database, fmt::format("SELECT COUNT(*) FROM {}.cases", store));
  if (!query) return std::unexpected(query.error());
  auto row = query->step(database);
  if (!row) return std::unexpected(row.error());
  if (count_of(*query) == shared) return {};
  return for_each_cell(database, alone_query(store, other), read);
}

}  // namespace

StorePairs::StorePairs(std::unique_ptr<State> state) noexcept : state_(std::move(state)) {}
StorePairs::StorePairs(StorePairs&&) noexcept = default;
StorePairs& StorePairs::operator=(StorePairs&&) noexcept = default;
StorePairs::~StorePairs() = default;

Result<StorePairs> StorePairs::open(const std::filesystem::path& first,
                                    const std::filesystem::path& second) {
  for (const auto& file : {first, second}) {
    if (auto ours = CaseStore::open(file, CaseStore::Mode::read); !ours) {
      return std::unexpected(ours.error());
    }
  }
  auto database = Database::open(first, Database::Access::read);
  if (!database) return std::unexpected(database.error());
  return StorePairs(std::make_unique<State>(State{*std::move(database), second}));
}

Result<void> StorePairs::with_both(const std::function<Result<void>()>& work) const {
  const Database& database = state_->database;
  auto done = database.with_attached(state_->second, [&]() -> Result<void> {
    auto set = database.run(fmt::format(
        "PRAGMA main.cache_size = -{0}; PRAGMA other.cache_size = -{0}; PRAGMA temp_store = MEMORY",
        kCacheKiB));
    return set ? work() : set;
  });
  if (!done) return fail_in("compare with " + state_->second.string(), done.error());
  return {};
}

Result<std::vector<PairedCell>> StorePairs::cells() const {
  std::map<CellName, PairedCell> cells;
  const Database& database = state_->database;
  auto done = with_both([&]() -> Result<void> {
    std::uint64_t shared = 0;
    PairedCell* last = nullptr;
    // A large corpus has more domains than there is room for in every cell.
    const auto forget_domains = [&last] {
      if (last != nullptr && last->judged.lost + last->judged.gained == 0) last->domains.clear();
    };
    auto read = for_each_cell(database, cells_query(), [&](const CellName& name, Statement& row) {
      PairedCell& cell = cells[name];
      if (&cell != last) forget_domains();
      last = &cell;
      PairedCounts& judged = cell.domains[row.text()];
      const std::uint64_t cases = count_of(row);
      cell.compared += cases;
      shared += cases;
      judged.both = count_of(row);
      judged.lost = count_of(row);
      judged.gained = count_of(row);
      judged.neither = count_of(row);
      cell.judged += judged;
    });
    forget_domains();
    if (!read) return read;
    read = for_each_alone(
        database, "main", "other", shared,
        [&](const CellName& name, Statement& row) { cells[name].only_first = count_of(row); });
    if (!read) return read;
    return for_each_alone(
        database, "other", "main", shared,
        [&](const CellName& name, Statement& row) { cells[name].only_second = count_of(row); });
  });
  if (!done) return std::unexpected(done.error());
  std::vector<PairedCell> sorted;
  for (auto& [name, cell] : cells) {
    std::tie(cell.scheme, cell.profile, cell.path) = name;
    sorted.push_back(std::move(cell));
  }
  return sorted;
}

Result<void> StorePairs::for_each_change(
    const std::function<void(const Record&, const Record&)>& visit) const {
  const Database& database = state_->database;
  return with_both([&]() -> Result<void> {
    auto query = Statement::prepare(database, changes_query());
    if (!query) return std::unexpected(query.error());
    while (true) {
      auto row = query->step(database);
      if (!row) return std::unexpected(row.error());
      if (!*row) return {};
      auto first = read_case(*query);
      if (!first) return std::unexpected(first.error());
      auto second = read_case(*query);
      if (!second) return std::unexpected(second.error());
      visit(*first, *second);
    }
  });
}

Result<std::optional<std::string>> first_difference(const std::filesystem::path& one,
                                                    const std::filesystem::path& other) {
  const auto pairs = StorePairs::open(one, other);
  if (!pairs) return std::unexpected(pairs.error());
  const auto cells = pairs->cells();
  if (!cells) return std::unexpected(cells.error());
  std::optional<std::string> found;
  for (const PairedCell& cell : *cells) {
    if (cell.only_first + cell.only_second == 0) continue;
    return std::optional(fmt::format("of {} {} on {} that only one of them has", cell.scheme,
                                     cell.profile, cell.path));
  }
  auto read = pairs->for_each_change([&found](const Record& record, const Record&) {
    if (!found) found = record.case_id;
  });
  if (!read) return std::unexpected(read.error());
  return found;
}

}  // namespace mass
