#pragma once

#include <optional>
#include <string>
#include <vector>

#include "harness/paths/software/python_email/part.hpp"

/// What the two forms of a digest are made of. Private to this room.
namespace mass::transforms {

/// The messages of a digest's mailbox into which `posting` was put: one, unless it has lines that
/// look like those between the messages. Nothing where the mailbox cannot be written or read.
[[nodiscard]] std::optional<std::vector<python_email::Part>> from_mailbox(
    python_email::Part& posting, RandomSource& random);

/// The lines of a table of contents: the subject without the list's prefix, and the author.
[[nodiscard]] std::string contents_entry(const python_email::Part& message, std::size_t count,
                                         std::string_view subject_prefix);

/// All plain text of a message; a note in the place of every other part.
[[nodiscard]] std::string plain_text_of(const python_email::Part& message);

}  // namespace mass::transforms
