#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "harness/paths/transform.hpp"

/// What only Dovecot's Pigeonhole does the way it does. Source: captures of version 0.5.19.
namespace mass::transforms {

[[nodiscard]] Transform sieve_editheader();

[[nodiscard]] std::vector<Transform> sieve_steps();

/// UTF-8 text as Dovecot writes it into a field: from the first word that is not ASCII to the last
/// one as encoded words, folds as LF and TAB. `text` must be valid UTF-8.
[[nodiscard]] std::string dovecot_encoded(std::string_view text);

/// A field folded as Pigeonhole does: at the last blank before column 80, lines of the value
/// joined by TAB. The value in wire form, without the blank behind the colon.
[[nodiscard]] std::string pigeonhole_folded(std::string_view name, std::string_view body);

}  // namespace mass::transforms
