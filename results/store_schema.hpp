#pragma once

#include <string>

#include "results/record.hpp"
#include "results/sqlite.hpp"

namespace mass {

inline constexpr std::string_view kStoreSchema = "mass-cases-4";

/// Statements that make the tables and views of an empty store. Described in docs/results.md.
[[nodiscard]] std::string store_tables();

/// Statements that make the indices, once the cases are in.
[[nodiscard]] std::string store_indices();

/// Columns of `cases`, separated by commas, in the order of `bind_case` and `read_case`.
[[nodiscard]] const std::string& case_columns();

/// `INSERT OR REPLACE` with one parameter per column of `cases`.
[[nodiscard]] std::string insert_case();

/// `SELECT` of all columns of `cases`, then origin and strata of the message.
[[nodiscard]] std::string select_case(std::string_view condition);

void bind_case(Statement& statement, const Record& record);

/// How much of a case is read: all of it, or what a Summary looks at, which is read faster.
enum class Wanted { all, counted };

/// Errc::malformed if a word in the row is not one of ours.
[[nodiscard]] Result<Record> read_case(Statement& row, Wanted wanted = Wanted::all);

/// Hostile text as it is stored.
[[nodiscard]] std::string stored_text(std::string_view octets);

}  // namespace mass
