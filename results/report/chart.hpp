#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "results/report/html.hpp"

namespace mass {

/// JSON on one line; an octet that is not UTF-8 becomes a replacement character.
[[nodiscard]] std::string compact(const nlohmann::json& value);

/// False if the program was built without what draws charts.
[[nodiscard]] bool has_charts() noexcept;

/// A figure that the page's script draws: the chart `name` of results/charts with `rows`, an array
/// of objects, as its data. It says nothing that a table does not say, and is not seen without a
/// script or where the program was built without charts. Nothing if there are no rows.
[[nodiscard]] Html chart(std::string_view name, const std::string& caption,
                         const nlohmann::json& rows);

}  // namespace mass
