#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/message/address.hpp"
#include "core/message/editor.hpp"

/// Reading and writing the address fields a list changes. Private to this room.
namespace mass::transforms {

/// Where lists fold the fields they write.
inline constexpr std::size_t kListFoldColumn = 78;

/// Text as a phrase: as it is, in quotes where a character needs them, or as encoded words where it
/// is not ASCII. Octets that are not UTF-8 become U+FFFD, as in Mailman and Sympa. The words are
/// not folded. Source: RFC 5322 section 3.2.5, RFC 2047 section 5 (3).
[[nodiscard]] std::string phrase_of(std::string_view text);

/// A phrase as a person reads it except for its encoded words: quotes and backslashes taken away.
[[nodiscard]] std::string without_quotes(std::string_view phrase);

/// `Alice Author <alice@author.example>`, or the address alone. Encoded words stay as they are.
[[nodiscard]] std::string mailbox_text(const Mailbox& mailbox);

/// The mailboxes of all fields of that name, those without a domain left out.
[[nodiscard]] std::vector<Mailbox> mailboxes_of(const MessageEditor& editor, std::string_view name);

[[nodiscard]] bool has_address(const std::vector<Mailbox>& mailboxes, std::string_view address);

/// The value of one field that holds what all fields of that name hold, and `added` behind it
/// unless that is empty. Sound fields keep their octets; of others only the mailboxes are kept.
[[nodiscard]] std::string joined_value(const MessageEditor& editor, std::string_view name,
                                       std::string_view added);

/// Makes a field the only one of its name: where the first stands, or below all others, which is
/// where a field lands that is deleted and added anew.
void set_only_field(MessageEditor& editor, std::string_view name, std::string_view value,
                    bool in_place);

}  // namespace mass::transforms
