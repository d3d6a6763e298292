#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/base/text.hpp"
#include "harness/json/document.hpp"
#include "harness/json/state.hpp"

namespace mass {

JsonObject::JsonObject(JsonValue value) : value_(std::move(value)) {}

JsonObject::JsonObject(JsonObject&& other) noexcept
    : value_(std::move(other.value_)), asked_(std::move(other.asked_)) {
  other.value_.json_ = nullptr;  // it reports nothing when it goes
}

JsonObject::~JsonObject() {
  report_unknown_keys();
}

void JsonObject::report_unknown_keys() const {
  if (!value_.is_object()) return;
  const std::vector<std::string> known(asked_.begin(), asked_.end());
  for (const auto& item : value_.json_->items()) {
    if (asked_.contains(item.key())) continue;
    const JsonValue unknown(value_.state_, &item.value(), pointer_to(value_.pointer_, item.key()));
    unknown.complain_at_key(fmt::format("unknown key \"{}\"{}", printable(item.key(), 80),
                                        did_you_mean(item.key(), known)));
  }
}

std::optional<JsonValue> JsonObject::member(std::string_view key) const {
  if (!value_.is_object()) return {};
  const auto found = value_.json_->find(key);
  if (found == value_.json_->end()) return {};
  return JsonValue(value_.state_, &*found, pointer_to(value_.pointer_, key));
}

bool JsonObject::has(std::string_view key) {
  return find(key).has_value();
}

std::optional<JsonValue> JsonObject::find(std::string_view key) {
  asked_.emplace(key);
  return member(key);
}

std::optional<JsonValue> JsonObject::require(std::string_view key) {
  auto value = find(key);
  if (!value && value_.is_object()) complain(fmt::format("missing key \"{}\"", key));
  return value;
}

std::string JsonObject::text(std::string_view key) {
  const auto value = require(key);
  return value ? value->text().value_or("") : "";
}

std::int64_t JsonObject::integer(std::string_view key) {
  const auto value = require(key);
  return value ? value->integer().value_or(0) : 0;
}

std::vector<JsonValue> JsonObject::items(std::string_view key) {
  const auto value = require(key);
  return value ? value->items() : std::vector<JsonValue>();
}

std::vector<JsonObject> JsonObject::objects(std::string_view key) {
  std::vector<JsonObject> all;
  for (const JsonValue& item : items(key)) all.push_back(item.object());
  return all;
}

std::string JsonObject::text_or(std::string_view key, std::string_view standard) {
  const auto value = find(key);
  auto text = value ? value->text() : std::nullopt;
  return text ? *std::move(text) : std::string(standard);
}

std::int64_t JsonObject::integer_or(std::string_view key, std::int64_t standard) {
  const auto value = find(key);
  return value ? value->integer().value_or(standard) : standard;
}

double JsonObject::number_or(std::string_view key, double standard) {
  const auto value = find(key);
  return value ? value->number().value_or(standard) : standard;
}

bool JsonObject::flag_or(std::string_view key, bool standard) {
  const auto value = find(key);
  return value ? value->flag().value_or(standard) : standard;
}

std::vector<std::string> JsonObject::texts_or(std::string_view key,
                                              std::vector<std::string> standard) {
  const auto value = find(key);
  return value ? value->texts() : std::move(standard);
}

std::vector<JsonValue> JsonObject::items_or_none(std::string_view key) {
  const auto value = find(key);
  return value ? value->items() : std::vector<JsonValue>();
}

std::vector<JsonObject> JsonObject::objects_or_none(std::string_view key) {
  std::vector<JsonObject> all;
  for (const JsonValue& item : items_or_none(key)) all.push_back(item.object());
  return all;
}

std::optional<std::size_t> JsonObject::choose(std::string_view key,
                                              std::span<const std::string_view> words) {
  const auto value = find(key);
  const auto word = value ? value->text() : std::nullopt;
  if (!word) return {};
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] == *word) return i;
  }
  const std::vector<std::string> known(words.begin(), words.end());
  value->complain(fmt::format("\"{}\" is none of {}{}", printable(*word, 80),
                              fmt::join(words, ", "), did_you_mean(*word, known)));
  return {};
}

std::vector<std::pair<std::string, JsonValue>> JsonObject::members() {
  std::vector<std::pair<std::string, JsonValue>> all;
  if (!value_.is_object()) return all;
  for (const auto& item : value_.json_->items()) {
    if (auto value = find(item.key())) all.emplace_back(item.key(), *std::move(value));
  }
  return all;
}

void JsonObject::complain(std::string_view key, std::string what) const {
  if (const auto value = member(key)) {
    value->complain_at_key(std::move(what));
  } else {
    complain(std::move(what));
  }
}

}  // namespace mass
