#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

#include "core/base/error.hpp"

/// Names and limits of DNS. Private to core/keys. Source: RFC 1035 sections 2.3.4 and 3.3, RFC 2181
/// section 8.
namespace mass {

inline constexpr std::size_t kLongestString = 255;  ///< Octets of a character-string.
inline constexpr std::size_t kLongestData = 65535;  ///< Octets of a record.
inline constexpr std::size_t kLongestLabel = 63;
inline constexpr std::size_t kLongestName = 253;  ///< As text, without final dot.
inline constexpr std::uint32_t kLongestTtl = std::numeric_limits<std::int32_t>::max();

/// In lower case, without final dot.
[[nodiscard]] std::string plain_name(std::string_view name);

/// Whether a name without final dot has labels and lengths that DNS can carry; the empty name is
/// the root.
[[nodiscard]] Result<void> check_name(std::string_view name);

}  // namespace mass
