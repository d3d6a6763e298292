#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.hpp"
#include "core/base/value.hpp"

namespace mass {

/// The error (Errc::config) for a name that does not exist: says which name is nearest and which
/// there are. `what` is the kind of thing, such as `scheme`.
[[nodiscard]] std::unexpected<Error> unknown_name(std::string_view what, std::string_view name,
                                                  std::span<const std::string> known);

/// A setting that describes itself: `list`, `describe`, scenario checks and docs are made from it.
struct ParameterInfo {
  std::string name;
  Value standard;  ///< Value when not given; its type is the type of the parameter.
  std::vector<std::string> choices;  ///< Allowed words of a text parameter; empty means any.
  std::string text;                  ///< What it does, one sentence.
  std::int64_t least = INT64_MIN;    ///< Bounds of a number.
  std::int64_t most = INT64_MAX;
};

/// A setting that is one of some words; the first is the standard one.
[[nodiscard]] ParameterInfo word_parameter(std::string name, std::vector<std::string> choices,
                                           std::string text);
[[nodiscard]] ParameterInfo plain_parameter(std::string name, Value standard, std::string text);
[[nodiscard]] ParameterInfo number_parameter(std::string name, std::int64_t standard,
                                             std::int64_t least, std::int64_t most,
                                             std::string text);

/// Settings checked against their descriptions; every described parameter has a value.
class Parameters {
 public:
  /// Lays `given` over the standard values. Errors (Errc::config) name the key and the nearest
  /// known one, the value and what is allowed.
  [[nodiscard]] static Result<Parameters> check(std::span<const ParameterInfo> infos,
                                                const ValueMap& given);

  // Getters for names that `check` was given; asking for another name or type is a bug and
  // terminates.
  [[nodiscard]] bool flag(std::string_view name) const;
  [[nodiscard]] std::int64_t number(std::string_view name) const;
  [[nodiscard]] const std::string& text(std::string_view name) const;
  [[nodiscard]] const std::vector<std::string>& list(std::string_view name) const;

  /// The position of a word parameter's value among its choices, which stand in the order of the
  /// enumerators of `Enum`.
  template <class Enum>
  [[nodiscard]] Enum choice(std::string_view name) const {
    return static_cast<Enum>(choice_index(name));
  }
  [[nodiscard]] const ValueMap& values() const noexcept { return values_; }

 private:
  [[nodiscard]] std::size_t choice_index(std::string_view name) const;
  ValueMap values_;
  std::map<std::string, std::size_t, std::less<>> choices_;
};

/// Reads `k=v` from a command line as the type the description has: numbers in decimal, flags as
/// true or false, lists by commas.
[[nodiscard]] Result<Value> parse_parameter(const ParameterInfo& info, std::string_view text);

/// Reads a JSON object of scalars and string arrays. `text` is the JSON; errors name the key.
[[nodiscard]] Result<ValueMap> parse_values(std::string_view json);

/// The JSON of a map, keys sorted, no white space.
[[nodiscard]] std::string to_json(const ValueMap& values);

}  // namespace mass
