#pragma once

#include <string>
#include <string_view>

#include "harness/paths/transform.hpp"

/// Texts with places to fill in, as parameters of steps. Private to this room.
namespace mass::transforms {

/// `text` with every `${name}` replaced by what it stands for at this host and moment:
///
/// * `helo`, `client`: name and address the client gave; `host`: the host that acts
/// * `mail_from`, `rcpt`: reverse-path and first forward-path; `mail_from_local`,
///   `mail_from_domain`, `rcpt_local`, `rcpt_domain`: their halves
/// * `date`: `Mon, 23 Nov 2026 15:11:33 +0000`; `date_gmt`: the same with `GMT` for the zone;
///   `stamp`: `20261123151133`
/// * `with:ESMTP|UTF8SMTP`: the first word, or the second when the client asked for SMTPUTF8
/// * `id:PATTERN`: random characters, one for each `X` (upper hexadecimal), `x` (lower
///   hexadecimal), `9` (digit) or `A` (letter or digit) of the pattern, which may hold others
///
/// A name that is none of these stays as it is. What comes from outside is made safe for a header
/// line (one_line).
[[nodiscard]] std::string fill(std::string_view text, const Envelope& envelope,
                               StepContext& context);

/// What is wrong with the names in `text`, for Transform::complaint; empty: nothing.
[[nodiscard]] std::string complaint_about_template(std::string_view text);

}  // namespace mass::transforms
