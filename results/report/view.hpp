#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "results/report/report.hpp"
#include "results/statistics.hpp"

namespace mass {

/// One scheme under one profile: a row of every table.
struct Row {
  std::string scheme;
  std::string profile;
  bool reconstructed = false;
  bool descendant = false;
  auto operator<=>(const Row&) const = default;

  /// `dkim std`; a `*` marks a scheme that is partly reconstructed, a `†` one that came after
  /// the proposals of 2004. Printable.
  [[nodiscard]] std::string title() const;
  /// The same without the profile.
  [[nodiscard]] std::string scheme_title() const;
};

/// What being right means on a path, and so what a percentage counts.
enum class Reading : std::uint8_t {
  survived,  ///< Genuine mail delivered: right is a pass.
  accepted,  ///< Genuine mail that comes back: right is a pass.
  refused,   ///< Forged: right is anything but a pass.
};
[[nodiscard]] std::string_view name_of(Reading reading) noexcept;

/// Paths that are read alike, and the rows that say something on at least one of them.
struct Group {
  std::string title;
  std::string text;  ///< What a percentage means here, one clause.
  Reading reading = Reading::survived;
  std::vector<PathFacts> paths;
  std::vector<Row> rows;
};

/// How often a row was right where it made a statement.
struct Rate {
  std::uint64_t right = 0;
  std::uint64_t of = 0;  ///< Signed and judged; 0 means no statement was made.
  [[nodiscard]] double share() const noexcept;
  [[nodiscard]] Interval interval() const noexcept { return wilson(right, of); }
};

/// Fewer judged cases than this are marked: their interval is wide.
inline constexpr std::uint64_t kFewCases = 30;

/// The tables' common shape: which rows, which groups of columns. Paths and schemes that the
/// summary has and the facts lack are shown under their ids.
class View {
 public:
  /// Refers to `report`, which must outlive it.
  explicit View(const Report& report);

  [[nodiscard]] const std::vector<Row>& rows() const noexcept { return rows_; }
  [[nodiscard]] const std::vector<Group>& groups() const noexcept { return groups_; }

  /// Null if the run has no such cell.
  [[nodiscard]] const Cell* cell(const Row& row, std::string_view path,
                                 std::string_view stratum) const;
  [[nodiscard]] Rate rate(const Row& row, const PathFacts& path) const;
  [[nodiscard]] Rate rate(const Row& row, const PathFacts& path, std::string_view stratum) const;

 private:
  const Report& report_;
  std::vector<Row> rows_;
  std::vector<Group> groups_;
};

[[nodiscard]] Rate rate_of(const Cell& cell, bool genuine) noexcept;
[[nodiscard]] Reading reading_of(const PathFacts& path) noexcept;

/// The commonest entry of a tally, ties in alphabetical order; empty if there is none.
struct Top {
  std::string name;
  std::uint64_t count = 0;
};
[[nodiscard]] Top top_of(const std::map<std::string, std::uint64_t>& counts);

/// Survival over a named mix of paths.
struct MixRate {
  double share = 0;         ///< Weighted mean of the paths' survival.
  double covered = 0;       ///< Percent of the mix's messages that take paths with cases.
  std::uint64_t cases = 0;  ///< On the path that has the fewest.
};

/// Nothing if no path of the mix has cases of this row. Source: metrics sheet section 2, S2.
[[nodiscard]] std::optional<MixRate> mix_rate(const View& view, const Row& row,
                                              std::string_view mix);

/// Names of all mixes that a path has a weight in.
[[nodiscard]] std::vector<std::string> mixes_of(const View& view);

}  // namespace mass
