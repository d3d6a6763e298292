#pragma once

#include <string>
#include <string_view>

#include "core/message/message.hpp"

/// What Sympa's steps share. Private to this room.
namespace mass::transforms {

/// How a subject starts that answers another. Source: Sympa 6.2.70, Sympa::Regexps.
inline constexpr std::string_view kSympaReply =
    R"((?i)(?:AW|(?:\xD0\x9D|\xD0\xBD)(?:\xD0\x90|\xD0\xB0))"
    R"(|Re(?:\^\d+|\*\d+|\*\*\d+|\[\d+\])?|Rif|SV|VS|Antw|\xCE\x91(?:\xCE\xA0|\xCF\x80))"
    R"(|\xCE\xA3(?:\xCE\xA7\xCE\x95\xCE\xA4|\xCF\x87\xCE\xB5\xCF\x84)|Odp|YNT)\s*:)";

/// What `\s` of Perl matches.
inline constexpr std::string_view kSpace = " \t\n\v\f\r";

/// Whether all is printable characters of ASCII, blanks and line ends.
[[nodiscard]] bool is_plain_ascii(std::string_view octets);

/// The value of the first field of that name with LF folds, white space in front of it taken away;
/// empty if there is none.
[[nodiscard]] std::string sympa_value(const Message& message, std::string_view name);

/// A field from a text with LF folds. A text that starts with the name does not get it twice.
[[nodiscard]] Field sympa_field(std::string_view name, std::string_view text);

}  // namespace mass::transforms
