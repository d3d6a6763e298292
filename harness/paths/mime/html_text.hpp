#pragma once

#include <string>
#include <string_view>

namespace mass::transforms {

/// What a reader sees of HTML, roughly: tags, comments, scripts and styles gone, white space
/// collapsed, blocks and breaks as CRLF, common entities as characters. Characters beyond ASCII
/// that stand as numbers are written in UTF-8 if `is_utf8`, else as `?`. Linear in the length.
/// Private to this room.
[[nodiscard]] std::string html_text(std::string_view html, bool is_utf8);

}  // namespace mass::transforms
