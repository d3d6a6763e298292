#pragma once

#include <cstddef>
#include <string_view>

#include "core/message/message.hpp"

/// Beyond some sizes a header is neither signed nor judged: what a reader sees of it may not be
/// what was read here. Source: common sheet section 1, a project rule.
namespace mass {

/// Which limit a message exceeds, as a clause for people; empty if it exceeds none.
[[nodiscard]] std::string_view excess_of(const Message& message) noexcept;

/// Whether the message would exceed a limit once `new_fields` more header fields stand in it.
[[nodiscard]] bool is_over_limits(const Message& message, std::size_t new_fields = 1) noexcept;

}  // namespace mass
