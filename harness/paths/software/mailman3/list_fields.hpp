#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/message/editor.hpp"
#include "harness/paths/transform.hpp"

/// Fields as Mailman's handlers look at them and set them. Private to this room.
namespace mass::transforms {

/// A value without the blanks in front; each octet beyond ASCII as U+FFFD.
[[nodiscard]] std::string readable_value(const Field& field);

/// The same for all fields of that name.
[[nodiscard]] std::vector<std::string> readable_values(const MessageEditor& editor,
                                                       std::string_view name);

/// Deletes all fields of that name and writes one below all others.
void set_last(MessageEditor& editor, std::string_view name, std::string_view value);

/// `<176374872933.12345.1234567890123456789@host>`, as Python makes one up.
[[nodiscard]] std::string new_message_id(StepContext& context);

/// The addresses that Mailman takes for the author, the best first, in lower case: those of From,
/// of the reverse-path where there is one, of Reply-To and of Sender.
[[nodiscard]] std::vector<std::string> senders_of(const MessageEditor& editor,
                                                  std::string_view mail_from);

}  // namespace mass::transforms
