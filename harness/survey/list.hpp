#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/message/message.hpp"

namespace mass::survey {

/// When a signature was made, seen from the mailing list that the message came through.
enum class Side : std::uint8_t {
  direct,  ///< The message names no list.
  before,  ///< By the author's side, before the list had the message.
  after,   ///< By the list or behind it.
};
inline constexpr std::size_t kSideCount = 3;
[[nodiscard]] std::string_view name_of(Side side) noexcept;

/// The list that a message came through.
struct ListTrace {
  std::string id;       ///< Lower case, printable: what stands in angle brackets in List-Id, or the
                        ///< address for posts; empty if the message names no list.
  std::string address;  ///< Where posts go, lower case; empty if the message does not say.
  std::optional<std::size_t> arrival;  ///< Position of the topmost Received field that names that
                                       ///< address: there the list took the message.

  /// On which side of the list a field at `position` with a signature of `domain` was put there.
  /// Fields stand in the order in which they were made, so what is below the arrival is older. If
  /// no Received field tells of it, a signature is the list's if its domain is that of the list's
  /// address, one above or one below it.
  [[nodiscard]] Side side_of(std::size_t position, std::string_view domain) const;
};

/// Source: RFC 2919 section 3 (List-Id), RFC 2369 section 3.4 (List-Post); the X- fields of list
/// managers that have neither.
[[nodiscard]] ListTrace trace_list(const Message& message);

}  // namespace mass::survey
