#include "core/scheme/parameters.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <exception>
#include <nlohmann/json.hpp>
#include <system_error>
#include <utility>

#include "core/base/text.hpp"

namespace mass {

namespace {

using Json = nlohmann::json;

std::string_view type_name(const Value& value) noexcept {
  switch (value.index()) {
    case 0:
      return "a flag (true or false)";
    case 1:
      return "a whole number";
    case 2:
      return "a text";
    default:
      return "a list of texts";
  }
}

std::string hint(std::string_view name, std::span<const std::string> known) {
  const auto near = nearest(name, known);
  return near ? fmt::format("; did you mean \"{}\"?", *near) : std::string();
}

Result<void> check_word(const ParameterInfo& info, const std::string& word) {
  if (info.choices.empty() || std::ranges::find(info.choices, word) != info.choices.end())
    return {};
  return fail(Errc::config, fmt::format("parameter \"{}\": \"{}\" is not one of {}{}", info.name,
                                        printable(word, 80), fmt::join(info.choices, ", "),
                                        hint(word, info.choices)));
}

Result<void> check_value(const ParameterInfo& info, const Value& value) {
  if (value.index() != info.standard.index()) {
    return fail(Errc::config, fmt::format("parameter \"{}\": \"{}\" is not {}", info.name,
                                          printable(to_text(value), 80), type_name(info.standard)));
  }
  if (const auto* number = std::get_if<std::int64_t>(&value)) {
    if (*number < info.least || *number > info.most) {
      return fail(Errc::config, fmt::format("parameter \"{}\": {} is not within {} to {}",
                                            info.name, *number, info.least, info.most));
    }
  } else if (const auto* text = std::get_if<std::string>(&value)) {
    return check_word(info, *text);
  } else if (const auto* list = std::get_if<std::vector<std::string>>(&value)) {
    for (const std::string& word : *list) {
      if (auto checked = check_word(info, word); !checked) return checked;
    }
  }
  return {};
}

template <class T>
const T& held(const ValueMap& values, std::string_view name) {
  const auto found = values.find(name);
  const T* value = found == values.end() ? nullptr : std::get_if<T>(&found->second);
  if (value == nullptr) std::terminate();
  return *value;
}

Result<Value> value_from(const Json& json) {
  if (json.is_boolean()) return json.get<bool>();
  if (json.is_string()) return json.get<std::string>();
  const bool is_too_large =
      json.is_number_unsigned() && json.get<std::uint64_t>() > std::uint64_t{INT64_MAX};
  if (json.is_number_integer() && !is_too_large) return json.get<std::int64_t>();
  if (json.is_number())
    return fail(Errc::config, json.dump() + " is not a whole number of 64 bits");
  if (json.is_array() && std::ranges::all_of(json, &Json::is_string)) {
    return json.get<std::vector<std::string>>();
  }
  return fail(Errc::config, "not a flag, a whole number, a text or a list of texts");
}

Json json_from(const Value& value) {
  return std::visit([](const auto& known) { return Json(known); }, value);
}

}  // namespace

std::unexpected<Error> unknown_name(std::string_view what, std::string_view name,
                                    std::span<const std::string> known) {
  return fail(
      Errc::config,
      fmt::format("unknown {} \"{}\"{} (known: {})", what, printable(name, 80), hint(name, known),
                  known.empty() ? "none" : fmt::to_string(fmt::join(known, ", "))));
}

ParameterInfo word_parameter(std::string name, std::vector<std::string> choices, std::string text) {
  ParameterInfo info = plain_parameter(std::move(name), choices.front(), std::move(text));
  info.choices = std::move(choices);
  return info;
}

ParameterInfo plain_parameter(std::string name, Value standard, std::string text) {
  ParameterInfo info;
  info.name = std::move(name);
  info.standard = std::move(standard);
  info.text = std::move(text);
  return info;
}

ParameterInfo number_parameter(std::string name, std::int64_t standard, std::int64_t least,
                               std::int64_t most, std::string text) {
  ParameterInfo info = plain_parameter(std::move(name), standard, std::move(text));
  info.least = least;
  info.most = most;
  return info;
}

Result<Parameters> Parameters::check(std::span<const ParameterInfo> infos, const ValueMap& given) {
  for (const auto& [name, value] : given) {
    if (std::ranges::find(infos, name, &ParameterInfo::name) != infos.end()) continue;
    std::vector<std::string> known;
    for (const ParameterInfo& info : infos) known.push_back(info.name);
    return unknown_name("parameter", name, known);
  }
  Parameters parameters;
  for (const ParameterInfo& info : infos) {
    const auto found = given.find(info.name);
    const Value& value = found == given.end() ? info.standard : found->second;
    if (auto checked = check_value(info, value); !checked) {
      return std::unexpected(checked.error());
    }
    parameters.values_.insert_or_assign(info.name, value);
    if (const auto* word = std::get_if<std::string>(&value); word != nullptr) {
      const auto choice = std::ranges::find(info.choices, *word);
      if (choice != info.choices.end()) {
        parameters.choices_[info.name] = static_cast<std::size_t>(choice - info.choices.begin());
      }
    }
  }
  return parameters;
}

std::size_t Parameters::choice_index(std::string_view name) const {
  const auto found = choices_.find(name);
  if (found == choices_.end()) std::terminate();
  return found->second;
}

bool Parameters::flag(std::string_view name) const {
  return held<bool>(values_, name);
}

std::int64_t Parameters::number(std::string_view name) const {
  return held<std::int64_t>(values_, name);
}

const std::string& Parameters::text(std::string_view name) const {
  return held<std::string>(values_, name);
}

const std::vector<std::string>& Parameters::list(std::string_view name) const {
  return held<std::vector<std::string>>(values_, name);
}

Result<Value> parse_parameter(const ParameterInfo& info, std::string_view text) {
  if (std::holds_alternative<std::string>(info.standard)) return std::string(text);
  if (std::holds_alternative<bool>(info.standard) && (text == "true" || text == "false")) {
    return text == "true";
  }
  if (std::holds_alternative<std::vector<std::string>>(info.standard)) {
    std::vector<std::string> words;
    if (trim(text).empty()) return words;
    for (const std::string_view word : split(text, ',')) words.emplace_back(trim(word));
    return words;
  }
  if (std::holds_alternative<std::int64_t>(info.standard)) {
    std::int64_t number = 0;
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, number);
    if (error == std::errc{} && stop == end) return number;
  }
  return fail(Errc::config, fmt::format("parameter \"{}\": \"{}\" is not {}", info.name,
                                        printable(text, 80), type_name(info.standard)));
}

Result<ValueMap> parse_values(std::string_view json) {
  Json object;
  try {
    object = Json::parse(json);
  } catch (const Json::parse_error& error) {
    // What follows the bracket is the place and the reason; what is in it names the library.
    const std::string_view what = error.what();
    const std::size_t bracket = what.find("] ");
    return fail(Errc::malformed,
                "read settings: " +
                    printable(bracket == std::string_view::npos ? what : what.substr(bracket + 2)));
  }
  if (!object.is_object()) return fail(Errc::malformed, "read settings: not a JSON object");
  ValueMap values;
  for (const auto& [name, content] : object.items()) {
    auto value = value_from(content);
    if (!value) return fail_in("\"" + printable(name, 80) + "\"", value.error());
    values.emplace(name, *std::move(value));
  }
  return values;
}

std::string to_json(const ValueMap& values) {
  Json object = Json::object();
  for (const auto& [name, value] : values) object.emplace(name, json_from(value));
  // Texts may come from a message and hold any octets; JSON cannot.
  return object.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace mass
