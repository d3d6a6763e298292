#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace mass {

/// UTF-8 text in Punycode, without the `xn--` in front; nothing if it is not UTF-8. Takes time in
/// proportion to the square of the length. Source: RFC 3492 section 6.3.
[[nodiscard]] std::optional<std::string> punycode(std::string_view text);

/// A domain name as the DNS is asked for it: U-labels as A-labels, ASCII letters in lower case;
/// nothing if it is not UTF-8 or longer than any name can be. Letters beyond ASCII are not mapped:
/// a U-label has been through that. Source: RFC 5890 section 2.3.2.1, RFC 8616 section 4.
[[nodiscard]] std::optional<std::string> ascii_domain(std::string_view domain);

}  // namespace mass
