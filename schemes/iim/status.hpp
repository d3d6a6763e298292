#pragma once

#include <string>

#include "core/scheme/verdict.hpp"
#include "schemes/iim/settings.hpp"

namespace mass::iim {

/// The IIM-VERIFY field, prepended by the receiver; a message without signature gets none. A border
/// system removes such fields from what comes in. Source: IIM sheet section 2.2.
[[nodiscard]] std::string status_field(const Verdict& verdict, const Settings& settings);

/// `x-iim=pass header.from=joe@example.com`. Source: IIM sheet section 8, common sheet section 5.
[[nodiscard]] std::string authentication_result(const Verdict& verdict);

}  // namespace mass::iim
