#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "harness/calibrate/capture.hpp"
#include "harness/calibrate/masks.hpp"
#include "harness/paths/path.hpp"

/// How far a path is from what was captured, as a number. Private to this room.
namespace mass::search {

/// Sends captured messages down paths and counts how often: the measure of effort, so that a search
/// ends after the same number of tries on every machine.
class Trial {
 public:
  /// `limit` is the number of messages that may be simulated.
  Trial(const CaptureSet& set, const std::vector<Mask>& masks, const Crypto& crypto,
        std::size_t limit);

  /// 0 for a pair that is reproduced, as compare_pair has it; else 4 at least, and more the more
  /// words differ. Of envelope and message the first output counts.
  [[nodiscard]] double cost(const Path& path, std::size_t pair);

  /// The sum over pairs.
  [[nodiscard]] double cost(const Path& path, std::span<const std::size_t> pairs);

  /// Where the message ends. An error on the way is a message discarded.
  [[nodiscard]] Transit simulate(const Path& path, std::size_t pair);

  [[nodiscard]] const CaptureSet& set() const noexcept { return set_; }
  [[nodiscard]] std::string mask(std::string_view text) const;
  [[nodiscard]] std::size_t spent() const noexcept { return spent_; }
  [[nodiscard]] bool is_over() const noexcept { return spent_ >= limit_; }

 private:
  const CaptureSet& set_;
  const std::vector<Mask>& masks_;
  const Crypto& crypto_;
  std::size_t limit_;
  std::size_t spent_ = 0;
  std::vector<std::string> captured_;  ///< First outputs, masked.
};

/// Words by which two texts differ, half a one for each differing line, a fourth for each line that
/// stands below another one; at least 1 if the texts differ at all.
[[nodiscard]] double distance(std::string_view left, std::string_view right);

}  // namespace mass::search
