#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/message/message.hpp"

namespace mass::mta_signatures {

/// The fields a signature holds copies of, in lower case, in the order of their attributes P.2.1 to
/// P.2.8. Source: MTA Signatures sheet section 3.3.
inline constexpr std::array<std::string_view, 8> kSignedFields{
    "from", "to", "subject", "date", "message-id", "sender", "cc", "reply-to"};
inline constexpr std::size_t kFromIndex = 0;

/// One list of fields per signed name, top to bottom.
using FieldCopies = std::array<std::vector<std::string>, kSignedFields.size()>;

/// The signed fields as they stand in the message: name, colon, value and folds, without the final
/// CRLF.
[[nodiscard]] FieldCopies copy_fields(const Message& message);

/// A field as it is compared: the name in lower case, a colon, the value unfolded, runs of SP and
/// HTAB replaced by one SP and none of them at the ends. Source: MTA Signatures sheet section 3.4.
[[nodiscard]] std::string canonical_field(const Field& field);

/// The same for a field that stands alone; nothing if it is not one field.
[[nodiscard]] std::optional<std::string> canonical_copy(std::string_view copy);

}  // namespace mass::mta_signatures
