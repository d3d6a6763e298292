#pragma once

#include "results/report/html.hpp"

namespace mass {

/// The one style of report.html.
extern const Markup kPageStyle;

/// Base64 of the SHA-256 of `kPageStyle`, for the page's security policy. A test says what it must
/// be when the style was changed. Source: Content Security Policy Level 3, section 2.3.1.
extern const Markup kPageStyleHash;

}  // namespace mass
