#include "results/store_schema.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "core/base/text.hpp"
#include "results/cost_fields.hpp"
#include "results/labels.hpp"
#include "results/store.hpp"

namespace mass {
namespace {

struct Column {
  std::string_view name;
  std::string_view type;
};

// `cause` is the key under which a summary counts the case; `cause_name` and `field` are its parts.
constexpr std::array kColumns{
    Column{"case_id", "TEXT NOT NULL UNIQUE"},
    Column{"message_id", "TEXT NOT NULL"},
    Column{"scheme", "TEXT NOT NULL"},
    Column{"profile", "TEXT NOT NULL"},
    Column{"path", "TEXT NOT NULL"},
    Column{"is_signed", "INTEGER NOT NULL"},
    Column{"declined", "TEXT NOT NULL"},
    Column{"at_origin", "TEXT NOT NULL"},
    Column{"outcome", "TEXT NOT NULL"},
    Column{"state", "TEXT NOT NULL"},
    Column{"identity", "TEXT NOT NULL"},
    Column{"disposition", "TEXT NOT NULL"},
    Column{"cause", "TEXT NOT NULL"},
    Column{"cause_name", "TEXT NOT NULL"},
    Column{"field", "TEXT NOT NULL"},
    Column{"offset_octets", "INTEGER NOT NULL"},
    Column{"canonical_before", "TEXT NOT NULL"},
    Column{"canonical_after", "TEXT NOT NULL"},
    Column{"step", "INTEGER NOT NULL"},
    Column{"step_name", "TEXT NOT NULL"},
    Column{"rule", "TEXT NOT NULL"},
    Column{"reason", "TEXT NOT NULL"},
    Column{"message_octets", "INTEGER NOT NULL"},
    Column{"octets_added", "INTEGER NOT NULL"},
    Column{"tool_error", "TEXT NOT NULL"},
    Column{"tool_cause", "TEXT NOT NULL"},
    Column{"proven", "TEXT NOT NULL"},
    Column{"was_forwarded", "INTEGER NOT NULL"},
    Column{"lookups", "TEXT NOT NULL"},
};

// In the order in which bind_case and read_case take them.
constexpr std::array<std::string_view, 3> kCosts{"sign", "verify", "forward"};

// One question a line; none of them holds a line end.
std::string lines_of(const std::vector<std::string>& lookups) {
  std::string text;
  for (const std::string& key : lookups) text += (text.empty() ? "" : "\n") + key;
  return text;
}

std::string cost_columns(std::string_view prefix, std::string_view suffix) {
  std::string text;
  for (const CostField& field : kCostFields) {
    text += fmt::format(", {}_{}{}", prefix, field.name, suffix);
  }
  return text;
}

std::string strata_values() {
  std::string text;
  for (std::size_t bit = 0; bit < kStratumCount; ++bit) {
    text += fmt::format("{}({}, '{}')", bit == 0 ? "" : ", ", 1U << bit,
                        name_of(static_cast<Stratum>(bit)));
  }
  return text;
}

template <class Enum, std::size_t Count>
Result<Enum> enum_from(std::string_view word) {
  for (std::size_t i = 0; i < Count; ++i) {
    if (name_of(static_cast<Enum>(i)) == word) return static_cast<Enum>(i);
  }
  return fail(Errc::malformed, fmt::format("unknown word \"{}\" in a case", printable(word)));
}

void bind_costs(Statement& statement, const CostMeter& meter) {
  for (const CostField& field : kCostFields) {
    statement.bind(static_cast<std::int64_t>(meter.*field.count));
  }
}

CostMeter read_costs(Statement& row, bool is_wanted) {
  CostMeter meter;
  if (!is_wanted) {
    row.skip(std::size(kCostFields));
    return meter;
  }
  for (const CostField& field : kCostFields) {
    meter.*field.count = static_cast<std::uint64_t>(row.number());
  }
  return meter;
}

Result<void> read_words(Record& record, std::string_view at_origin, std::string_view outcome,
                        std::string_view disposition, std::string_view cause) {
  const auto start = enum_from<Outcome, kOutcomeCount>(at_origin);
  const auto end = enum_from<Outcome, kOutcomeCount>(outcome);
  const auto advice = enum_from<Disposition, 3>(disposition);
  const auto why = enum_from<Cause, kCauseCount>(cause);
  if (!start) return std::unexpected(start.error());
  if (!end) return std::unexpected(end.error());
  if (!advice) return std::unexpected(advice.error());
  if (!why) return std::unexpected(why.error());
  record.at_origin = *start;
  record.outcome = *end;
  record.disposition = *advice;
  record.diagnosis.cause = *why;
  return {};
}

}  // namespace

std::string stored_text(std::string_view octets) {
  return printable(octets, kStoredTextOctets);
}

const std::string& case_columns() {
  static const std::string columns = [] {
    std::string text;
    for (const Column& column : kColumns) {
      text += fmt::format("{}{}", text.empty() ? "" : ", ", column.name);
    }
    for (const std::string_view what : kCosts) text += cost_columns(what, "");
    return text;
  }();
  return columns;
}

std::string store_tables() {
  std::string columns;
  for (const Column& column : kColumns) {
    columns += fmt::format("{}{} {}", columns.empty() ? "" : ", ", column.name, column.type);
  }
  for (const std::string_view what : kCosts) columns += cost_columns(what, " INTEGER NOT NULL");
  return fmt::format(
      "BEGIN; CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;"
      "CREATE TABLE messages (message_id TEXT PRIMARY KEY, origin TEXT NOT NULL,"
      " strata INTEGER NOT NULL, domain TEXT NOT NULL) WITHOUT ROWID;"
      "CREATE TABLE strata (bit INTEGER PRIMARY KEY, stratum TEXT NOT NULL);"
      "CREATE TABLE cases (sequence INTEGER PRIMARY KEY, {});"
      "CREATE VIEW message_strata AS SELECT message_id, stratum"
      " FROM messages JOIN strata ON messages.strata & bit <> 0;"
      "INSERT INTO strata VALUES {};"
      "INSERT INTO meta VALUES ('schema', '{}'), ('complete', 'no'); COMMIT;",
      columns, strata_values(), kStoreSchema);
}

std::string store_indices() {
  return "CREATE INDEX IF NOT EXISTS cases_by_cell"
         " ON cases (scheme, profile, path, cause, message_octets, case_id);"
         "CREATE INDEX IF NOT EXISTS cases_by_message ON cases (message_id);";
}

std::string insert_case() {
  const auto count = std::ranges::count(case_columns(), ',') + 1;
  std::string marks;
  for (std::ptrdiff_t i = 0; i < count; ++i) marks += i == 0 ? "?" : ", ?";
  return fmt::format("INSERT OR REPLACE INTO cases ({}) VALUES ({})", case_columns(), marks);
}

std::string select_case(std::string_view condition) {
  // message_id stands in both tables; USING makes it one column.
  return fmt::format(
      "SELECT {}, origin, strata, domain FROM cases JOIN messages USING (message_id) {}",
      case_columns(), condition);
}

void bind_case(Statement& statement, const Record& record) {
  const Diagnosis& why = record.diagnosis;
  const bool counted = record.is_signed && record.tool_error.empty();
  const bool broke = counted && is_breakage(record.outcome);
  statement.bind(record.case_id).bind(record.message_id).bind(record.scheme);
  statement.bind(record.profile).bind(record.path).bind(record.is_signed ? 1 : 0);
  statement.bind(stored_text(record.declined)).bind(name_of(record.at_origin));
  statement.bind(name_of(record.outcome)).bind(stored_text(record.state));
  statement.bind(stored_text(record.identity)).bind(name_of(record.disposition));
  statement.bind(broke ? cause_key(why) : std::string()).bind(name_of(why.cause));
  statement.bind(stored_text(why.field)).bind(static_cast<std::int64_t>(why.offset));
  statement.bind(stored_text(why.before)).bind(stored_text(why.after));
  statement.bind(why.step).bind(stored_text(why.step_name)).bind(stored_text(why.source));
  statement.bind(stored_text(record.reason));
  statement.bind(static_cast<std::int64_t>(record.message_octets)).bind(record.octets_added);
  statement.bind(stored_text(record.tool_error)).bind(name_of(record.tool_cause));
  statement.bind(name_of(record.proven)).bind(record.was_forwarded ? 1 : 0);
  statement.bind(lines_of(record.lookups));
  bind_costs(statement, record.sign_cost);
  bind_costs(statement, record.verify_cost);
  bind_costs(statement, record.forward_cost);
}

Result<Record> read_case(Statement& row, Wanted wanted) {
  const bool all = wanted == Wanted::all;
  const auto text_if = [&row](bool is_wanted) {
    if (is_wanted) return row.text();
    row.skip(1);
    return std::string();
  };
  Record record;
  record.case_id = row.text();
  record.message_id = text_if(all);
  record.scheme = row.text();
  record.profile = row.text();
  record.path = row.text();
  record.is_signed = row.number() != 0;
  record.declined = row.text();
  const std::string at_origin = row.text();
  const std::string outcome = row.text();
  record.state = text_if(all);
  record.identity = text_if(all);
  const std::string disposition = row.text();
  row.skip(1);  // the key follows from what comes next
  const std::string cause = row.text();
  record.diagnosis.field = row.text();
  record.diagnosis.offset = static_cast<std::size_t>(row.number());
  record.diagnosis.before = text_if(all);
  record.diagnosis.after = text_if(all);
  record.diagnosis.step = static_cast<int>(row.number());
  record.diagnosis.step_name = row.text();
  record.diagnosis.source = text_if(all);
  record.reason = text_if(all);
  record.message_octets = static_cast<std::uint64_t>(row.number());
  record.octets_added = row.number();
  record.tool_error = row.text();
  const auto tool_cause = enum_from<ToolCause, kToolCauseCount>(row.text());
  if (!tool_cause) return std::unexpected(tool_cause.error());
  record.tool_cause = *tool_cause;
  const auto proven = enum_from<Proven, kProvenCount>(row.text());
  if (!proven) return std::unexpected(proven.error());
  record.proven = *proven;
  record.was_forwarded = row.number() != 0;
  const bool is_identity = record.path == kIdentityPath;
  const std::string lookups = text_if(all || is_identity);
  for (const std::string_view line : split(lookups, '\n')) {
    if (!line.empty()) record.lookups.emplace_back(line);
  }
  record.sign_cost = read_costs(row, all || is_identity);
  record.verify_cost = read_costs(row, true);
  record.forward_cost = read_costs(row, all || record.was_forwarded);
  record.origin = row.text();
  record.strata = static_cast<Strata>(row.number());
  record.domain = row.text();
  if (auto read = read_words(record, at_origin, outcome, disposition, cause); !read) {
    return std::unexpected(read.error());
  }
  return record;
}

}  // namespace mass
