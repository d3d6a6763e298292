#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "harness/paths/transform.hpp"

/// Short ways to write down parameters. Private to this room.
namespace mass::transforms {

[[nodiscard]] ParameterInfo word(std::string name, std::string standard,
                                 std::vector<std::string> choices, std::string text);
[[nodiscard]] ParameterInfo free_text(std::string name, std::string standard, std::string text);
[[nodiscard]] ParameterInfo number(std::string name, std::int64_t standard, std::int64_t least,
                                   std::int64_t most, std::string text);
[[nodiscard]] ParameterInfo flag(std::string name, bool standard, std::string text);
[[nodiscard]] ParameterInfo texts(std::string name, std::vector<std::string> standard,
                                  std::string text);

/// `list`: the list's name, the part before the `@`.
[[nodiscard]] ParameterInfo list_name();

/// `demo@lists.example.org`, or with a suffix `demo-bounces@lists.example.org`.
[[nodiscard]] std::string list_address(const Parameters& parameters, const StepContext& context,
                                       std::string_view suffix = "");

}  // namespace mass::transforms
