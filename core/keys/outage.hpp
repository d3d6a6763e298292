#pragma once

#include <atomic>
#include <chrono>

namespace mass {

/// When a server that does not answer is left alone.
struct OutagePolicy {
  unsigned silences = 2;                  ///< Questions in a row without an answer; 0: never.
  std::chrono::milliseconds lasts{5000};  ///< How long nobody asks it then.
};

/// A short memory of a server's silence. Without it every question to a dead server waits its whole
/// time, and a run of some hundred messages stands still for an hour. With it a server that left
/// `silences` questions in a row unanswered counts as down: questions fail at once for a few
/// seconds, then one of them tries again. Any answer ends the outage. Reads the steady clock, as
/// whoever waits for a network must. Thread-safe.
class OutageMemory {
 public:
  explicit OutageMemory(OutagePolicy policy) noexcept : policy_(policy) {}

  [[nodiscard]] bool is_down() const noexcept { return now() < down_until_; }

  void note_answer() noexcept { silences_ = 0; }

  void note_silence() noexcept {
    if (policy_.silences == 0 || ++silences_ < policy_.silences) return;
    down_until_ = now() + policy_.lasts.count();
  }

 private:
  static std::int64_t now() noexcept {
    const auto since = std::chrono::steady_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::milliseconds>(since).count();
  }

  OutagePolicy policy_;
  std::atomic<unsigned> silences_ = 0;
  std::atomic<std::int64_t> down_until_ = 0;
};

}  // namespace mass
