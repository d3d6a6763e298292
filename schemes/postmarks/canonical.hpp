#pragma once

#include <string>
#include <string_view>

#include "core/canon/canon.hpp"
#include "core/message/message.hpp"

namespace mass::postmarks {

/// `name:value` as it is hashed: name in lower case, value unfolded, every run of white space one
/// space, none at the ends. No CRLF. Linear. Source: section 3.1.
[[nodiscard]] std::string canonical_field(const Field& field);

/// Writes a body as it is hashed: white space at line ends and empty lines at the end removed,
/// every line ends in CRLF. Nothing at all for an empty body. A line ends at CRLF only. One pass,
/// constant memory. Source: section 3.2.
void canonical_body(std::string_view body, Sink& sink);

/// An envelope sender as it is hashed: domain in lower case, the rest as it is. Source: section 3,
/// `m`.
[[nodiscard]] std::string canonical_sender(std::string_view envelope_sender);

}  // namespace mass::postmarks
