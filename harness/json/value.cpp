#include <fmt/format.h>

#include <cstdint>
#include <limits>

#include "core/base/text.hpp"
#include "harness/json/document.hpp"
#include "harness/json/state.hpp"

namespace mass {

namespace {

std::string_view kind_of(const nlohmann::json& json) {
  if (json.is_object()) return "an object";
  if (json.is_array()) return "a list";
  if (json.is_string()) return "a text";
  if (json.is_boolean()) return "true or false";
  if (json.is_number_integer()) return "a whole number";
  if (json.is_number()) return "a number";
  return "null";
}

bool fits_signed(const nlohmann::json& json) {
  if (!json.is_number_integer()) return false;
  return !json.is_number_unsigned() ||
         json.get<std::uint64_t>() <=
             static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
}

}  // namespace

bool JsonValue::is_object() const noexcept {
  return json_ != nullptr && json_->is_object();
}
bool JsonValue::is_array() const noexcept {
  return json_ != nullptr && json_->is_array();
}
bool JsonValue::is_text() const noexcept {
  return json_ != nullptr && json_->is_string();
}

void JsonValue::expected(std::string_view what) const {
  if (json_ != nullptr) complain(fmt::format("expected {}, this is {}", what, kind_of(*json_)));
}

std::optional<std::string> JsonValue::text() const {
  if (is_text()) return json_->get<std::string>();
  expected("a text");
  return {};
}

std::optional<std::int64_t> JsonValue::integer() const {
  if (json_ != nullptr && fits_signed(*json_)) return json_->get<std::int64_t>();
  if (json_ != nullptr && json_->is_number_integer()) {
    complain("this number is too large");
  } else {
    expected("a whole number");
  }
  return {};
}

std::optional<double> JsonValue::number() const {
  if (json_ != nullptr && json_->is_number()) return json_->get<double>();
  expected("a number");
  return {};
}

std::optional<bool> JsonValue::flag() const {
  if (json_ != nullptr && json_->is_boolean()) return json_->get<bool>();
  expected("true or false");
  return {};
}

std::vector<JsonValue> JsonValue::items() const {
  std::vector<JsonValue> values;
  if (!is_array()) {
    expected("a list");
    return values;
  }
  values.reserve(json_->size());
  for (std::size_t i = 0; i < json_->size(); ++i) {
    values.push_back(JsonValue(state_, &(*json_)[i], pointer_to(pointer_, std::to_string(i))));
  }
  return values;
}

std::vector<std::string> JsonValue::texts() const {
  std::vector<std::string> values;
  for (const JsonValue& item : items()) {
    if (auto text = item.text()) values.push_back(*std::move(text));
  }
  return values;
}

JsonObject JsonValue::object() const {
  if (is_object()) return JsonObject(*this);
  expected("an object");
  return JsonObject(JsonValue(state_, nullptr, pointer_));
}

std::optional<Value> JsonValue::scalar() const {
  std::optional<Value> held;
  if (is_text()) {
    held.emplace(json_->get<std::string>());
  } else if (is_array()) {
    held.emplace(texts());
  } else if (json_ != nullptr && json_->is_boolean()) {
    held.emplace(json_->get<bool>());
  } else if (json_ != nullptr && json_->is_number_integer()) {
    if (const auto number = integer()) held.emplace(*number);
  } else {
    expected("true, false, a whole number, a text or a list of texts");
  }
  return held;
}

std::string JsonValue::json() const {
  if (json_ == nullptr) return "null";
  return json_->dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

TextPlace JsonValue::place() const {
  return state_->lines.at(state_->entry(pointer_).value);
}

std::string JsonValue::where() const {
  return state_->where(state_->entry(pointer_).value);
}

void JsonValue::complain(std::string what) const {
  state_->mistakes.push_back({state_->entry(pointer_).value, std::move(what)});
}

void JsonValue::complain_at_key(std::string what) const {
  state_->mistakes.push_back({state_->entry(pointer_).key, std::move(what)});
}

}  // namespace mass
