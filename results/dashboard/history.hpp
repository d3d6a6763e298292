#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/base/error.hpp"
#include "core/base/time.hpp"
#include "results/manifest.hpp"
#include "results/report/report.hpp"
#include "results/report/view.hpp"

namespace mass {

/// A cell of the matrix, over all kinds of message.
struct CellName {
  std::string scheme;
  std::string profile;
  std::string path;
  auto operator<=>(const CellName&) const = default;
};

/// What a cell counts in one run.
struct CellCounts {
  std::uint64_t judged = 0;  ///< Signed, and the scheme makes a statement.
  std::uint64_t passed = 0;
  std::map<std::string, std::uint64_t> causes;
  std::string all;  ///< Every count of the cell as JSON: equal only if nothing changed.
};

/// A run as its manifest and summary tell it; the case store need not be there.
struct DashboardRun {
  std::string name;  ///< Of its folder.
  Manifest manifest;
  std::optional<Time> started;
  std::map<CellName, CellCounts> cells;
  std::map<std::string, double> measured;
  std::vector<double> cpu;  ///< Microseconds of processor time per case, one value a round.
};

/// Errors name the file: it is not there, is damaged, or is of another version.
[[nodiscard]] Result<DashboardRun> read_dashboard_run(const std::filesystem::path& folder);

/// What happened to a cell from one run to the next. This order is that of a dashboard.
enum class Turn : std::uint8_t {
  regression,   ///< Fewer are right: survival fell, or false accepts rose.
  improvement,  ///< More are right.
  other,        ///< As many are right, but a count changed: another verdict, cause or step.
  restart,      ///< The runs are not comparable here: a new series begins.
  none,
  absent,  ///< The run has no such cell, or no statement is made.
};

/// One cell through all runs.
struct Trend {
  CellName cell;
  bool genuine = true;
  std::vector<Rate> rates;  ///< By run; `of` is 0 where there is none.
  std::vector<Turn> turns;  ///< By run.

  /// The last run in which it turned that way; nothing if it never did.
  [[nodiscard]] std::optional<std::size_t> last(Turn turn) const;
  /// True if a count changed in some run.
  [[nodiscard]] bool changed() const;
};

/// One turn of one cell.
struct ChangePoint {
  std::size_t run = 0;
  Turn turn = Turn::other;
  CellName cell;
  Rate before;
  Rate after;
  std::string cause;  ///< The one that grew most; empty if none did.
};

/// Runs in the order of time, and what became of every cell.
struct History {
  std::vector<DashboardRun> runs;
  std::vector<PathFacts> paths;
  std::vector<Trend> trends;        ///< Sorted by name.
  std::vector<ChangePoint> points;  ///< Regressions first, then by run, the newest first.
};

/// Why two runs cannot be compared as a whole: other seeds, corpora or conditions. Nothing if they
/// can. Versions, machines, and what else is run beside a cell make no difference.
[[nodiscard]] std::vector<std::string> obstacles(const Manifest& one, const Manifest& other);

/// Sorts by start, runs without one first and by name, and finds the change points: any change of a
/// cell's exact counts between two successive runs that have it and that are comparable there (no
/// obstacles, the same parameters of the scheme, the same path). Paths without facts are genuine.
[[nodiscard]] History make_history(std::vector<DashboardRun> runs, std::vector<PathFacts> paths);

}  // namespace mass
