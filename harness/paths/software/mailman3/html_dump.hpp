#pragma once

#include <string>
#include <string_view>

/// HTML as text. Private to this room.
namespace mass::transforms {

/// What `lynx -dump` makes of a file of HTML: UTF-8, lines end in LF.
[[nodiscard]] std::string html_dump(std::string_view html);

}  // namespace mass::transforms
