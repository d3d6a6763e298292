#pragma once

#include <nlohmann/json.hpp>
#include <string_view>

#include "core/base/error.hpp"

namespace mass {

/// Why a file that says schema `found` cannot be read as `wanted`, such as `mass-summary-1`:
/// Errc::unsupported if it is a later version of the same, else Errc::malformed.
[[nodiscard]] std::unexpected<Error> wrong_schema(std::string_view file, std::string_view wanted,
                                                  std::string_view found);

/// The JSON object of a file that says it is of this schema. Errors name the file: no JSON, as
/// after a copy that broke off, or another schema.
[[nodiscard]] Result<nlohmann::json> parse_with_schema(std::string_view text,
                                                       std::string_view schema,
                                                       std::string_view file);

}  // namespace mass
