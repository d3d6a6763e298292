#include "harness/paths/settings.hpp"

#include <utility>

#include "harness/paths/edit.hpp"

namespace mass::transforms {

ParameterInfo word(std::string name, std::string standard, std::vector<std::string> choices,
                   std::string text) {
  return {.name = std::move(name),
          .standard = std::move(standard),
          .choices = std::move(choices),
          .text = std::move(text)};
}

ParameterInfo free_text(std::string name, std::string standard, std::string text) {
  return word(std::move(name), std::move(standard), {}, std::move(text));
}

ParameterInfo number(std::string name, std::int64_t standard, std::int64_t least, std::int64_t most,
                     std::string text) {
  return {.name = std::move(name),
          .standard = standard,
          .choices = {},
          .text = std::move(text),
          .least = least,
          .most = most};
}

ParameterInfo flag(std::string name, bool standard, std::string text) {
  return {.name = std::move(name), .standard = standard, .choices = {}, .text = std::move(text)};
}

ParameterInfo texts(std::string name, std::vector<std::string> standard, std::string text) {
  return {.name = std::move(name),
          .standard = std::move(standard),
          .choices = {},
          .text = std::move(text)};
}

ParameterInfo list_name() {
  return free_text("list", "demo", "Name of the list: the part of its address before the @.");
}

std::string list_address(const Parameters& parameters, const StepContext& context,
                         std::string_view suffix) {
  return one_line(parameters.text("list") + std::string(suffix) + "@" + context.host);
}

}  // namespace mass::transforms
