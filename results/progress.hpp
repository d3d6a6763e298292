#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <ostream>
#include <string>

namespace mass {

/// A line that tells a person at a terminal how far a run is: share, count, rate and the time that
/// is left. Redrawn at most ten times a second, erased at the end, silent when nobody looks. Used
/// from one thread.
class Progress {
 public:
  /// Time since any fixed point.
  using Clock = std::function<std::chrono::milliseconds()>;

  /// `total` is nothing when it is not known beforehand. Writes only if `terminal` is true.
  Progress(std::ostream& out, bool terminal, Clock clock, std::string what,
           std::optional<std::uint64_t> total);

  /// Erases the line.
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void advance(std::uint64_t by = 1);

  /// Erases the line; what is written afterwards starts at its beginning.
  void finish();

 private:
  [[nodiscard]] std::string line(std::chrono::milliseconds elapsed) const;

  std::ostream& out_;
  bool terminal_;
  Clock clock_;
  std::string what_;
  std::optional<std::uint64_t> total_;
  std::uint64_t done_ = 0;
  std::chrono::milliseconds started_{};
  std::optional<std::chrono::milliseconds> drawn_;
};

/// A span as people say it: `4 s`, `2 min 05 s`, `1 h 20 min`.
[[nodiscard]] std::string span_text(std::chrono::seconds span);

}  // namespace mass
