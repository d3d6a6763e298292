#pragma once

#include <cstddef>
#include <functional>
#include <vector>

#include "core/message/message.hpp"
#include "harness/paths/path.hpp"

namespace mass {

/// Whether a message and a path still show what is looked into.
using Shows = std::function<bool(const Message& message, const Path& path)>;

/// How long to try.
struct ReduceLimits {
  std::size_t tries = 2000;
  std::function<bool()> is_late;  ///< Asked before every try; may be empty.
  std::function<void()> on_try;   ///< Told of every try; may be empty.
};

struct Reduction {
  Message message;
  Path path;
  std::size_t tries = 0;
  bool is_complete = true;  ///< False: a limit ended the search, so that more might go.
};

/// What is left of `count` things when as many as can be are taken away while `holds` is true of
/// the rest: of the result none can be taken away alone. `holds` must be true of all of them.
/// Source: Zeller and Hildebrandt, Simplifying and Isolating Failure-Inducing Input, 2002 (ddmin).
[[nodiscard]] std::vector<std::size_t> shrink(
    std::size_t count, const std::function<bool(const std::vector<std::size_t>& rest)>& holds);

/// The smallest message and path that still show it, of those that come of leaving out steps,
/// header fields, MIME parts, body lines and ends of lines, again and again until nothing more
/// can go. The same input gives the same result unless it gets late.
[[nodiscard]] Reduction reduce(const Message& message, const Path& path, const Shows& shows,
                               const ReduceLimits& limits);

}  // namespace mass
