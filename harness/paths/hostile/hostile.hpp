#pragma once

#include "harness/paths/transform.hpp"

/// What attackers do to a signed message, as far as no other step does it. The rest of the
/// operators and the rows of the catalogue are compositions: catalogue/attacks.json. Source:
/// attacks sheet section 1.
namespace mass::transforms {

[[nodiscard]] Transform set_value();     // SET
[[nodiscard]] Transform replace_body();  // BODY
[[nodiscard]] Transform substitute();    // SUB
[[nodiscard]] Transform swap_fields();
[[nodiscard]] Transform pad_delimiter();
[[nodiscard]] Transform wrap_body();

}  // namespace mass::transforms
