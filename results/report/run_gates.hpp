#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "results/report/view.hpp"

namespace mass {

/// What a gate says of one cell of a run.
struct GateFinding {
  enum class Result : std::uint8_t {
    passed,
    failed,
    skipped,  ///< The cell makes no statement.
  };
  GateKind kind = GateKind::right;
  Row row;
  PathFacts path;
  std::string group;  ///< Title of the group of paths.
  Result result = Result::passed;
  bool was_asked_for = false;  ///< False: it is one that holds of every run, and nobody wrote it.
  std::string name;            ///< `at least 99 % right`
  std::string text;            ///< What was found, one sentence. Printable.
  double lack = 0;             ///< How far the cell is from passing: 0 to 1.
};

/// What every gate of one run says of each cell that it covers, in the order of the groups, rows
/// and paths of the view. The gates are `report.gates` and, below them, what must hold of every
/// run: the framework failed at no case, and messages on which nothing happens verify.
/// Gates about two runs are left out.
[[nodiscard]] std::vector<GateFinding> judge_gates(const Report& report, const View& view);

/// Whether a gate that somebody asked for failed.
[[nodiscard]] bool fails(const std::vector<GateFinding>& findings) noexcept;

/// Those that failed, the largest lack first.
[[nodiscard]] std::vector<const GateFinding*> worst_first(const std::vector<GateFinding>& findings);

/// What to look into where a gate failed: the commonest causes, then the smallest case of the
/// commonest one with a command line that makes it again; one line each. Printable.
[[nodiscard]] std::vector<std::string> evidence_lines(const Report& report, const View& view,
                                                      const GateFinding& finding);

}  // namespace mass
