#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/taglist/taglist.hpp"

namespace mass::arc {

/// Where lines of fields are folded. Source: RFC 5322 section 2.1.1.
inline constexpr std::size_t kLineWidth = 78;
inline constexpr std::string_view kFold = "\r\n\t";
/// Columns that the blank of a fold takes.
inline constexpr std::size_t kFoldColumn = 8;

/// Writes tags as the value of a field, folded between tags, `b` on a line of its own: no fold
/// depends on the signature, which is put in after the rest was hashed. A value stays in one piece
/// unless a line would pass 998 octets; seals are made over it as it stands.
/// `name_length` is that of the field's name. Source: RFC 6376 section 3.5, RFC 5322 section 2.1.1.
[[nodiscard]] std::string laid_out(const std::vector<Tag>& tags, std::size_t name_length);

}  // namespace mass::arc
