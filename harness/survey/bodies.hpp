#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/crypto/crypto.hpp"
#include "harness/survey/signature.hpp"
#include "harness/survey/undo.hpp"

namespace mass::survey {

/// Octets that are hashed to find the signed bodies of one message; a message that would take more
/// is given up. Of a body over the second limit nothing is undone.
inline constexpr std::uint64_t kMaxTriedOctets = std::uint64_t{64} << 20;
inline constexpr std::size_t kMaxUndoneOctets = std::size_t{4} << 20;

/// What became of the body under one signature.
struct BodyFate {
  std::optional<Undone> undone;  ///< What had to be undone; nothing: not found again.
  std::uint64_t unsigned_octets =
      0;                  ///< Canonical octets behind those that `l=` counts, as stored.
  bool given_up = false;  ///< Not all that may have been undone was tried.

  [[nodiscard]] std::optional<Level> level() const;
};

/// Looks for the body of each signature whose `can_be_compared` is set; the others stay as they are
/// made. No key is needed: a body hash is in the signature. Source: RFC 6376 section 3.7 step 1.
[[nodiscard]] std::vector<BodyFate> find_bodies(const Message& message,
                                                std::span<const StoredSignature> signatures,
                                                const Crypto& crypto);

}  // namespace mass::survey
