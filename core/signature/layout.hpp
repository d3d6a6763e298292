#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/taglist/taglist.hpp"

namespace mass::signature {

/// Writes tags as the value of a signature field, folded so that lines stay within 78 columns:
/// between tags, in `h` at colons, in `z` between characters; other values stay whole.
/// `name_length` is that of the field's name. Source: RFC 6376 section 3.5.
[[nodiscard]] std::string folded_tags(const std::vector<Tag>& tags, std::size_t name_length);

/// A signature in Base64, folded, to put behind the `b=` that ends `folded_tags`.
[[nodiscard]] std::string folded_signature(std::string_view octets);

}  // namespace mass::signature
