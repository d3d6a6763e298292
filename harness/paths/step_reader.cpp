#include "harness/paths/step_reader.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

#include "core/base/text.hpp"
#include "harness/paths/condition.hpp"

namespace mass {

namespace {

constexpr std::size_t kShown = 80;

// Each setting is checked on its own first, so that each mistake is told where it stands.
bool read_setting(JsonObject& json, const std::string& name, const JsonValue& value,
                  const Transform& transform, ValueMap& values) {
  if (std::ranges::find(transform.parameters, name, &ParameterInfo::name) ==
      transform.parameters.end()) {
    std::vector<std::string> known;
    for (const ParameterInfo& info : transform.parameters) known.push_back(info.name);
    json.complain(name, fmt::format("{} has no parameter \"{}\"{}", transform.id,
                                    printable(name, kShown), did_you_mean(name, known)));
    return false;
  }
  auto setting = value.scalar();
  if (!setting) return false;
  if (auto alone = Parameters::check(transform.parameters, {{name, *setting}}); !alone) {
    value.complain(fmt::format("{}: {}", transform.id, alone.error().what));
    return false;
  }
  values[name] = *std::move(setting);
  return true;
}

std::optional<Parameters> read_parameters(const std::optional<JsonValue>& given,
                                          const Transform& transform) {
  ValueMap values;
  bool is_sound = true;
  if (given) {
    is_sound = given->is_object();
    JsonObject json = given->object();
    for (const auto& [name, value] : json.members()) {
      is_sound = read_setting(json, name, value, transform, values) && is_sound;
    }
  }
  auto parameters = is_sound ? Parameters::check(transform.parameters, values)
                             : Result<Parameters>(fail(Errc::config, ""));
  return parameters ? std::optional(*std::move(parameters)) : std::nullopt;
}

const Transform* read_transform(JsonObject& json, std::span<const Transform> known) {
  const std::string name = json.text("apply");
  const Transform* transform = find_transform(name, known);
  if (transform == nullptr && json.has("apply")) {
    json.complain("apply", fmt::format("no transform \"{}\"{}", printable(name, kShown),
                                       did_you_mean(name, transform_names(known))));
  }
  return transform;
}

}  // namespace

std::optional<Step> read_step(JsonObject json, const Step& place,
                              std::span<const Transform> known) {
  Step step = place;
  const bool takes_part = json.flag_or("take_part", false);
  if (!takes_part) step.transform = read_transform(json, known);
  step.when = json.text_or("when", "always");
  const std::string_view unknown = unknown_condition(step.when);
  const bool has_condition = unknown.empty();
  if (!has_condition) {
    const auto conditions = condition_names();
    json.complain("when",
                  fmt::format("\"{}\" is none of {}{}", printable(unknown, kShown),
                              fmt::join(conditions, ", "), did_you_mean(unknown, conditions)));
  }
  if (takes_part) {
    for (const char* key : {"apply", "with"}) {
      if (json.has(key))
        json.complain(key, "a step at which the scheme takes part has no transform");
    }
    return has_condition ? std::optional(std::move(step)) : std::nullopt;
  }
  const auto given = json.find("with");
  if (step.transform == nullptr) return std::nullopt;
  auto parameters = read_parameters(given, *step.transform);
  if (!parameters || !has_condition) return std::nullopt;
  if (step.transform->complaint != nullptr) {
    if (const std::string what = step.transform->complaint(*parameters); !what.empty()) {
      json.complain(given ? "with" : "apply", fmt::format("{}: {}", step.transform->id, what));
      return std::nullopt;
    }
  }
  step.parameters = *std::move(parameters);
  return step;
}

}  // namespace mass
