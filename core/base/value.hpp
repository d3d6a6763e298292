#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <variant>
#include <vector>

namespace mass {

/// A small JSON-like value: what a parameter holds and what a verdict's detail says.
using Value = std::variant<bool, std::int64_t, std::string, std::vector<std::string>>;
using ValueMap = std::map<std::string, Value, std::less<>>;

/// As a person would write it: `true`, `7`, `nofws`, `from, to, subject`.
[[nodiscard]] std::string to_text(const Value& value);

}  // namespace mass
