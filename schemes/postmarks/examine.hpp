#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "core/scheme/scheme.hpp"
#include "schemes/postmarks/content.hpp"
#include "schemes/postmarks/stamp.hpp"

namespace mass::postmarks {

/// What became of a stamp, worst first. Source: section 5 steps 2 and 4.
enum class StampState : std::uint8_t {
  badsig,
  permerror,  ///< The key record cannot be used.
  future,
  expired,
  revoked,
  nokey,
  temperror,
  valid,
};
[[nodiscard]] std::string_view word_of(StampState state) noexcept;

/// One stamp's verdict, and what merging needs to know about it.
struct JudgedStamp {
  SignatureVerdict verdict;
  StampState state = StampState::valid;
  std::optional<bool> header_holds;  ///< Nothing without a key to judge with.
  std::optional<bool> body_holds;

  [[nodiscard]] bool shows_change() const {
    return !header_holds.value_or(true) || !body_holds.value_or(true);
  }
};

/// Judges the stamp at `index` of a chain. `valid` says that the stamp is genuine and in its time;
/// whether the message is still the one that was stamped stands apart from it.
/// Source: section 5 step 2.
[[nodiscard]] JudgedStamp examine(std::span<const Stamp> chain, std::size_t index, Content& content,
                                  const Context& context);

}  // namespace mass::postmarks
