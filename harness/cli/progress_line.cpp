#include "harness/cli/progress_line.hpp"

#include <chrono>
#include <utility>

namespace mass::cli {

Progress progress_line(const Console& console, std::string what,
                       std::optional<std::uint64_t> total) {
  const auto clock = [&console] {
    return std::chrono::milliseconds(static_cast<std::int64_t>(console.seconds() * 1000));
  };
  return Progress(console.err, console.err_is_terminal, clock, std::move(what), total);
}

}  // namespace mass::cli
