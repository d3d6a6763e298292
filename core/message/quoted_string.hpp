#pragma once

#include <string>
#include <string_view>

namespace mass {

/// `text` in quotes, with a backslash before quotes and backslashes. Source: RFC 5322
/// section 3.2.4.
[[nodiscard]] std::string quoted_string(std::string_view text);

}  // namespace mass
