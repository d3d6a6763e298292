#pragma once

#include <cstdint>
#include <string_view>

#include "core/base/error.hpp"
#include "results/manifest.hpp"

namespace mass {

/// Reads `2/5`: the second of five parts of a run. Errc::config for anything else.
[[nodiscard]] Result<Manifest::Shard> parse_shard(std::string_view text);

/// Whether a message falls to a part. Decided by a hash of its id alone: the parts are of like
/// size, every message is in one of them, in which order a corpus is read does not matter.
[[nodiscard]] bool falls_to(const Manifest::Shard& shard, std::string_view message_id);

/// Whether what stands at `place` of a corpus, from 0, and has no id is told by a part: a piece
/// that cannot be read.
[[nodiscard]] constexpr bool falls_to(const Manifest::Shard& shard, std::uint64_t place) noexcept {
  return place % shard.count == shard.index - 1;
}

}  // namespace mass
