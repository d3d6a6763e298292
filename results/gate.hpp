#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.hpp"

namespace mass {

/// What a case can do between two runs. A case counts once, under the first of these that applies.
enum class Change : std::uint8_t {
  lost,    ///< Passed, and is judged and does not pass now.
  gained,  ///< The reverse.
  other,   ///< Another change of the verdict, of whether it was signed, or of trouble of ours.
  cause,   ///< The same verdict for another cause, or declined for another reason.
  detail,  ///< Breaking step, offset, state, identity, or what a receiver does.
  count,   ///< Octets, operations or look-ups.
  cases,   ///< It is in one run only, and what the runs say of themselves does not explain it.
};
inline constexpr std::size_t kChangeCount = 7;
[[nodiscard]] std::string_view name_of(Change change) noexcept;

/// What a gate is about.
enum class GateKind : std::uint8_t {
  change,   ///< Cases that changed between two runs.
  time,     ///< Measurements of two runs.
  right,    ///< One run: how many of the judged cases of a cell must be right.
  trouble,  ///< One run: cases at which the framework or a plug-in failed.
};

[[nodiscard]] std::string_view name_of(GateKind kind) noexcept;

/// What must hold in the cells it names, between two runs or in one.
struct Gate {
  std::string text;  ///< As it was written.
  GateKind kind = GateKind::change;
  std::optional<Change> change;  ///< Of GateKind::change; nothing: all of them.
  std::string scheme = "*";      ///< Globs.
  std::string profile = "*";
  std::string path = "*";

  std::optional<std::uint64_t> at_most;  ///< Cases in a cell; with neither limit: any number.
  std::optional<double> percent;         ///< Of the cases of a cell; of GateKind::right, at least.
  std::optional<double> ratio;           ///< Of a time gate: new to base.

  [[nodiscard]] bool covers(Change what, std::string_view scheme_id, std::string_view profile_name,
                            std::string_view path_id) const noexcept;

  [[nodiscard]] bool covers(GateKind what, std::string_view scheme_id,
                            std::string_view profile_name, std::string_view path_id) const noexcept;

  /// Whether so many cases of a cell with so many pass: at most the limit, of GateKind::right at
  /// least.
  [[nodiscard]] bool lets_pass(std::uint64_t cases, std::uint64_t of) const noexcept;
};

/// Reads `CHANGE[:SCHEME/PROFILE[:PATH]]=LIMIT`, as in `lost=2`, `count=any`,
/// `all:dkim/*:P18=0.5%`, `gained:batv=any`; CHANGE is a name of Change or `all`. LIMIT is a number
/// of cases in each cell, percent of its cases, or `any`. `time=1.2` fails a run whose times are
/// surely more than 1.2 times those of the base, `time=any` does not even warn.
/// Of one run: `right:dkim/*:P01=99%` wants so much of the judged cases of each cell to be right,
/// `trouble=0` so few at which the framework or a plug-in failed.
/// Errc::config says what is wrong and the nearest known word.
[[nodiscard]] Result<Gate> parse_gate(std::string_view text);

/// The last gate that covers a change in a cell; null if none does.
[[nodiscard]] const Gate* gate_for(const std::vector<Gate>& gates, Change change,
                                   std::string_view scheme, std::string_view profile,
                                   std::string_view path) noexcept;

[[nodiscard]] const Gate* gate_for(const std::vector<Gate>& gates, GateKind kind,
                                   std::string_view scheme, std::string_view profile,
                                   std::string_view path) noexcept;

/// The last gate about measurements; null if there is none.
[[nodiscard]] const Gate* time_gate(const std::vector<Gate>& gates) noexcept;

}  // namespace mass
