#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/message/message.hpp"

/// Reading addresses as Sendmail does, which is not RFC 5322. Folds are LF here, as in its memory.
/// Private to this room.
namespace mass::transforms {

/// What isspace(3) takes for a blank.
inline constexpr std::string_view kBlanks = " \t\n\v\f\r";

/// Fields that are written anew, as those of a sender or of recipients.
[[nodiscard]] bool is_sendmail_sender_field(const Field& field);
[[nodiscard]] bool is_sendmail_recipient_field(const Field& field);

/// Words, quoted strings and operators; comments and blanks are gone, what was opened is closed.
[[nodiscard]] std::vector<std::string> sendmail_tokens(std::string_view text);

/// Where the first address of `text` ends: at `delimiter`, a comma or a blank, or the end. A comma
/// in angle brackets ends it too unless they hold a route.
[[nodiscard]] std::size_t sendmail_address_end(std::string_view text, char delimiter);

/// Tokens put together again; a dot between two words.
[[nodiscard]] std::string sendmail_join(const std::vector<std::string>& tokens);

/// What stands around an address: phrase, comments, brackets, names of groups.
struct Surroundings {
  std::string text;
  std::optional<std::size_t> address_at;  ///< Where in the text it stands; none: nowhere.

  [[nodiscard]] std::string with(std::string_view address) const;
};

/// Phrases are put in quotes as a whole where one of `@,;:\()[].'` stands bare, and what was opened
/// is closed. A text over 512 octets is given up: only the address in brackets is left.
[[nodiscard]] Surroundings sendmail_surroundings(std::string_view text);

}  // namespace mass::transforms
