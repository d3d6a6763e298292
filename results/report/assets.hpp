#pragma once

#include <string_view>

namespace mass {

/// A file that is part of the program, for a page to hold as it is.
struct Asset {
  std::string_view text;
  std::string_view sha256;  ///< In hexadecimal digits.
};

/// The one style of all pages.
[[nodiscard]] Asset page_style() noexcept;

/// The one script of all pages: what can be done with a report, and drawing its charts.
[[nodiscard]] Asset page_script() noexcept;

/// Vega, which draws the charts; empty if the program was built where npm was not to be had.
[[nodiscard]] Asset chart_code() noexcept;

/// The charts of results/charts by name, as Vega reads them: a JSON object, empty without the code.
[[nodiscard]] Asset chart_specs() noexcept;

}  // namespace mass
