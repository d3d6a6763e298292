#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "harness/paths/software/python_email/part.hpp"
#include "harness/paths/transform.hpp"

/// Content as Mailman's handlers change it. Private to this room.
namespace mass::transforms {

/// The charset of the list's language.
inline constexpr std::string_view kListCharset = "us-ascii";

/// The charset in which a text of the list is written: its own, or UTF-8 where that lacks a
/// character.
[[nodiscard]] std::string_view list_text_charset(std::string_view text);

/// Charset of a text in lower case; `us-ascii` where none is said.
[[nodiscard]] std::string content_charset(const python_email::Part& part);

/// The content with its transfer encoding undone, of a part whose lines end in LF.
[[nodiscard]] std::string decoded_with_lf(const python_email::Part& part);

/// Puts `end` in the place of the CRLF behind each multipart inside `part` that is kept as a text,
/// since it has no parts.
void end_texts_of_multiparts(python_email::Part& part, std::string_view end);

/// The message with the fields and the content of `root`, whose fields are written as they stand.
[[nodiscard]] Applied with_content(const Transit& before, python_email::Part& root,
                                   StepContext& context, std::vector<std::string> log);

}  // namespace mass::transforms
