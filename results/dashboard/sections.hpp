#pragma once

#include <string_view>

#include "results/dashboard/history.hpp"
#include "results/report/html.hpp"

/// The sections of a dashboard: one file each, and all of the data it shows.
namespace mass::dashboard {

[[nodiscard]] Html header(const History& history);
/// What changed, regressions first.
[[nodiscard]] Html changes(const History& history);
/// Every cell over the runs.
[[nodiscard]] Html trends(const History& history);
/// Times and memory.
[[nodiscard]] Html times(const History& history);
/// What the runs were made of.
[[nodiscard]] Html runs(const History& history);

[[nodiscard]] std::string_view name_of(Turn turn) noexcept;
/// A sign for a turn, which stands beside its name or says it to those who see colours otherwise.
[[nodiscard]] Markup sign_of(Turn turn) noexcept;
[[nodiscard]] std::string title_of(const CellName& cell);
[[nodiscard]] std::string anchor_of(const CellName& cell);
/// `0.1.0, Some processor, 2 threads`: what a tooltip says of a run.
[[nodiscard]] std::string version_of(const DashboardRun& run);
[[nodiscard]] std::string machine_of(const DashboardRun& run);

}  // namespace mass::dashboard
