#pragma once

#include <string_view>

namespace mass {

/// `P1?` and `E*` as in a shell; case does not matter.
[[nodiscard]] bool matches_glob(std::string_view pattern, std::string_view name) noexcept;

}  // namespace mass
