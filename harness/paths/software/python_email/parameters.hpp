#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Parameters of Content-Type as the package reads and writes them. Private to python_email.
namespace mass::python_email {

struct ContentParameter {
  std::string name;   ///< The first is the type itself; case as it stands.
  std::string value;  ///< Without its quotes; octets where `charset` says how to read them.
  std::optional<std::string> charset;  ///< Of a value in the style of RFC 2231.
  std::string language;
};

[[nodiscard]] std::vector<ContentParameter> read_parameters(std::string_view content_type);

/// The first of that name, without case; null if there is none.
[[nodiscard]] const ContentParameter* find_parameter(const std::vector<ContentParameter>& all,
                                                     std::string_view name);

/// `name="value"`; the name alone where the value is empty.
[[nodiscard]] std::string write_parameter(const ContentParameter& parameter);

/// Without one pair of quotes or angle brackets around it.
[[nodiscard]] std::string unquoted(std::string_view text);

/// The text of a value as UTF-8.
[[nodiscard]] std::string text_of(const ContentParameter& parameter);

}  // namespace mass::python_email
