#pragma once

#include <algorithm>
#include <cstddef>
#include <ranges>
#include <string>
#include <string_view>
#include <vector>

#include "core/message/editor.hpp"
#include "core/message/mime.hpp"
#include "harness/paths/transform.hpp"

/// What transforms have in common. Private to this room.
namespace mass::transforms {

/// The transform does not apply: the very same octets, and nothing to tell.
[[nodiscard]] Applied unchanged(const Transit& transit);

/// One transit came out. If it holds the same octets as `before` after all, nothing happened and
/// the log is dropped.
[[nodiscard]] Applied applied(const Transit& before, Transit after, std::vector<std::string> log);

/// The same with a changed message and the old envelope.
[[nodiscard]] Applied edited(const Transit& before, MessageEditor&& editor,
                             std::vector<std::string> log);

/// The same with other octets, read anew: for steps that do not go by fields, and for messages
/// whose header ends without a blank line, which an editor would add.
[[nodiscard]] Applied reparsed(const Transit& before, std::string octets,
                               std::vector<std::string> log);

/// The message goes no further.
[[nodiscard]] Applied stopped(const Transit& before, Delivery as, std::string reason);

/// Accepted and dropped.
[[nodiscard]] Applied dropped(std::string reason);

/// A field with the name, colon and line end of `old` as they stand, and another value.
[[nodiscard]] Field with_value(const Field& old, std::string_view value);

/// Whether the field has one of these names.
template <std::ranges::input_range Names>
[[nodiscard]] bool is_one_of(const Field& field, const Names& names) {
  return std::ranges::any_of(names, [&field](std::string_view name) { return field.is(name); });
}

/// Position of the first field of that name, or the number of fields.
[[nodiscard]] std::size_t position_of(const MessageEditor& editor, std::string_view name);

/// The message's own Content-Type and Content-Transfer-Encoding.
[[nodiscard]] ContentType root_type(const Message& message);
[[nodiscard]] TransferEncoding root_encoding(const Message& message);

[[nodiscard]] bool header_has_eight_bit(const Message& message);
[[nodiscard]] bool addresses_have_eight_bit(const Envelope& envelope);

/// A line that is no field ends the header: what follows has no blank line above it.
[[nodiscard]] bool lacks_separator(const Message& message);

/// Text that is safe inside a header field or a log line: control characters become `?`.
[[nodiscard]] std::string one_line(std::string_view text);

/// A stable address of `host` from the blocks for documentation. Source: RFC 5737.
[[nodiscard]] std::string address_of(std::string_view host);

/// True for charsets in which ASCII text is ASCII octets, so that ASCII can be added. Unknown names
/// are false.
[[nodiscard]] bool holds_ascii(std::string_view charset);

/// True for charsets whose characters are two or four octets each.
[[nodiscard]] bool is_wide(std::string_view charset);

}  // namespace mass::transforms
