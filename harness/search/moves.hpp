#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "harness/search/fits.hpp"
#include "harness/search/trial.hpp"

/// Kinds of change that the search tries. Private to this room.
namespace mass::search {

/// What moves are made from besides the captures.
struct Library {
  std::vector<Fit> fits;
  std::vector<Path> paths;  ///< Presets to start from.
  std::vector<Step> steps;  ///< Every step that a preset has, once each.
};

struct MoveContext {
  Trial& trial;
  std::span<const std::size_t> pairs;
  const Library& library;
};

/// One kind of change: shows `consider` every path that differs from `path` by one of them.
struct Move {
  std::string_view name;
  void (*propose)(const Path& path, MoveContext& context, const Consider& consider);
};

/// The first exchanges literals alone, which shows what a path comes to; then cheap ones first.
[[nodiscard]] std::span<const Move> all_moves();

}  // namespace mass::search
