#pragma once

#include <compare>
#include <map>
#include <optional>
#include <string>

#include "results/report/html.hpp"
#include "results/report/view.hpp"

/// The sections of report.html: one file each, and all of the data it shows.
namespace mass::sections {

[[nodiscard]] Html header(const Report& report, const View& view);
[[nodiscard]] Html findings(const Report& report, const View& view);
[[nodiscard]] Html matrix(const Report& report, const View& view);
/// Nothing if no path of the run has participants.
[[nodiscard]] Html identities(const Report& report, const View& view);
[[nodiscard]] Html mixes(const Report& report, const View& view);
[[nodiscard]] Html causes(const Report& report, const View& view);
[[nodiscard]] Html costs(const Report& report, const View& view);
[[nodiscard]] Html corpus(const Report& report, const View& view);
[[nodiscard]] Html method(const Report& report, const View& view);

// Data of sections for the page's script.

/// Right and judged cases by kind of message, for each cell of the matrix.
[[nodiscard]] Html matrix_data(const Report& report, const View& view);
/// More cases per cell and cause than a card shows.
[[nodiscard]] Html case_data(const Report& report, const View& view);

// Charts.

[[nodiscard]] Html survival_chart(const Report& report, const View& view);
[[nodiscard]] Html cause_chart(const View& view);
[[nodiscard]] Html cost_chart(const Report& report, const View& view);

// Parts of the section on each scheme.

/// How one row does on each kind of message, on the paths where that differs.
[[nodiscard]] Html strata(const View& view, const Row& row);

/// Example cases of one cell, folded away: the smallest message for each of at most `limit` causes,
/// the commonest first.
[[nodiscard]] Html cases(const Report& report, const Cell& cell, const Row& row,
                         const PathFacts& path, std::size_t limit);

// Small shared parts.

/// The two sides of the first difference of a case, printable: what both begin with, and what
/// follows it on each.
struct Sides {
  std::string common;
  std::string before;
  std::string after;
  auto operator<=>(const Sides&) const = default;
};
/// Nothing if the case has none.
[[nodiscard]] std::optional<Sides> sides_of(const CaseExample& example);

/// Nothing if the row signed no message.
[[nodiscard]] const SchemeCosts* costs_of(const Report& report, const Row& row);

/// Of a case id, as a page shows it: no two cases of a run begin with the same digits so many.
inline constexpr std::size_t kCaseDigits = 12;

/// Class of the heat scale: 0 for none right to 6 for all.
[[nodiscard]] std::size_t heat_of(const Rate& rate) noexcept;
[[nodiscard]] Markup heat_class(const Rate& rate) noexcept;

using Tally = std::map<std::string, std::uint64_t>;

/// A table of how often each name was counted, the commonest first; names beyond `rows` are summed
/// up. Nothing if there is none.
[[nodiscard]] Html tally(const std::string& title, const Tally& counts, std::size_t rows);

/// A cell of a table with a bar of `share` (0 to 1) of its width. Says nothing that does not stand
/// beside it as text.
[[nodiscard]] Html bar_cell(double share);

/// Scheme and profile as a table shows them, linked to their section.
[[nodiscard]] Html row_heading(const Row& row);

/// Fragment of a row's section, and of a cell in it.
[[nodiscard]] std::string anchor_of(const Row& row);
[[nodiscard]] std::string anchor_of(const Row& row, const PathFacts& path);

/// True if the cell has a card of its own: something broke, or a forgery passed.
[[nodiscard]] bool has_card(const View& view, const Row& row, const PathFacts& path);

}  // namespace mass::sections
