#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/message/message.hpp"
#include "schemes/dkim/settings.hpp"

namespace mass::dkim {

/// The names of `h=` for a message. Source: RFC 6376 section 5.4.
[[nodiscard]] std::vector<std::string> names_to_sign(std::span<const Field> fields,
                                                     const Settings& settings);

/// A `z=` value with copies of fields. Source: RFC 6376 section 3.5 (z=).
[[nodiscard]] std::string copied_fields(std::span<const Field* const> fields);

/// The names of copies in a `z=` value that no field of the message agrees with, each once, in the
/// order of the copies; nothing if the value is malformed. For people only: copies decide nothing.
[[nodiscard]] std::optional<std::vector<std::string>> changed_since_copied(
    std::string_view value, std::span<const Field> fields);

}  // namespace mass::dkim
