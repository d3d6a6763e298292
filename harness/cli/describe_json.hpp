#pragma once

#include <nlohmann/json.hpp>

#include "core/scheme/scheme.hpp"
#include "harness/paths/mix.hpp"
#include "harness/paths/path.hpp"

/// What `describe --format json` prints, schema `mass-description-1`: `kind` says which.
namespace mass::cli {

[[nodiscard]] nlohmann::json description_of(const SchemeInfo& info);
[[nodiscard]] nlohmann::json description_of(const Transform& transform);
[[nodiscard]] nlohmann::json description_of(const Path& path);
[[nodiscard]] nlohmann::json description_of(const Mix& mix);

}  // namespace mass::cli
