#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace mass::signature {

/// dkim-quoted-printable, decoded; nothing if it holds what it may not. White space of folds is
/// dropped. Octets over 126 stand for themselves (RFC 8616). Source: RFC 6376 section 2.11.
[[nodiscard]] std::optional<std::string> decode_quoted(std::string_view text);

/// The reverse. Octets outside the safe set are written as `=XX`, and so are those in `also`.
[[nodiscard]] std::string encode_quoted(std::string_view octets, std::string_view also = {});

}  // namespace mass::signature
