#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/error.hpp"
#include "core/base/value.hpp"
#include "harness/json/places.hpp"

/// Reading JSON that people write: comments are allowed, and every mistake is told with its place,
/// all of them at once.
///
///     auto document = JsonDocument::parse(text, "site.json");
///     if (!document) return std::unexpected(document.error());     // not JSON: the first mistake
///     const Path path = read_path(document->root());               // takes a JsonObject
///     if (auto sound = document->check(); !sound) return std::unexpected(sound.error());
///
/// A getter that finds the wrong type says so and gives the standard value, so that reading goes on
/// to the next mistake. The words are `site.json:12:9: unknown key "setps" (did you mean
/// "steps"?)`.
namespace mass {

class JsonObject;

/// One value of a document, and where it stands. Cheap to copy; the document must outlive it.
class JsonValue {
 public:
  [[nodiscard]] bool is_object() const noexcept;
  [[nodiscard]] bool is_array() const noexcept;
  [[nodiscard]] bool is_text() const noexcept;

  // Each says what it expected when the value is of another type, and then gives nothing.
  [[nodiscard]] std::optional<std::string> text() const;
  [[nodiscard]] std::optional<std::int64_t> integer() const;
  [[nodiscard]] std::optional<double> number() const;
  [[nodiscard]] std::optional<bool> flag() const;
  [[nodiscard]] std::vector<JsonValue> items() const;
  [[nodiscard]] std::vector<std::string> texts() const;
  [[nodiscard]] JsonObject object() const;

  /// True, false, a whole number, a text or a list of texts.
  [[nodiscard]] std::optional<Value> scalar() const;

  /// Its JSON on one line, keys sorted, without comments.
  [[nodiscard]] std::string json() const;

  [[nodiscard]] TextPlace place() const;
  /// `site.json:12:9`
  [[nodiscard]] std::string where() const;
  /// Adds a mistake at this value.
  void complain(std::string what) const;

 private:
  friend class JsonDocument;
  friend class JsonObject;
  struct State;
  JsonValue(State* state, const nlohmann::json* json, std::string pointer)
      : state_(state), json_(json), pointer_(std::move(pointer)) {}
  void complain_at_key(std::string what) const;
  void expected(std::string_view what) const;

  State* state_;
  const nlohmann::json* json_;  ///< Null: the value is missing, and that was said already.
  std::string pointer_;
};

/// Reads the keys of one object. When it goes out of scope, every key that nobody asked for is a
/// mistake, with the nearest key that was asked for; so is a required key that is not there, at
/// once.
class JsonObject {
 public:
  explicit JsonObject(JsonValue value);
  JsonObject(JsonObject&&) noexcept;
  JsonObject& operator=(JsonObject&&) = delete;
  ~JsonObject();

  [[nodiscard]] bool has(std::string_view key);
  [[nodiscard]] std::optional<JsonValue> find(std::string_view key);

  // Required keys: what is missing is a mistake, and an empty value is given.
  [[nodiscard]] std::string text(std::string_view key);
  [[nodiscard]] std::int64_t integer(std::string_view key);
  [[nodiscard]] std::vector<JsonValue> items(std::string_view key);
  [[nodiscard]] std::vector<JsonObject> objects(std::string_view key);

  // Keys that may lack.
  [[nodiscard]] std::string text_or(std::string_view key, std::string_view standard);
  [[nodiscard]] std::int64_t integer_or(std::string_view key, std::int64_t standard);
  [[nodiscard]] double number_or(std::string_view key, double standard);
  [[nodiscard]] bool flag_or(std::string_view key, bool standard);
  [[nodiscard]] std::vector<std::string> texts_or(std::string_view key,
                                                  std::vector<std::string> standard = {});
  [[nodiscard]] std::vector<JsonValue> items_or_none(std::string_view key);
  [[nodiscard]] std::vector<JsonObject> objects_or_none(std::string_view key);

  /// One of a few words, and what each stands for.
  template <class T, std::size_t N>
  [[nodiscard]] T choice_or(std::string_view key,
                            const std::array<std::pair<std::string_view, T>, N>& words,
                            T standard) {
    std::array<std::string_view, N> names;
    for (std::size_t i = 0; i < N; ++i) names[i] = words[i].first;
    const auto index = choose(key, names);
    return index ? words[*index].second : standard;
  }

  /// All keys with their values, sorted; they count as asked for.
  [[nodiscard]] std::vector<std::pair<std::string, JsonValue>> members();

  /// Adds a mistake at the object itself, or at one of its keys if that is there.
  void complain(std::string what) const { value_.complain(std::move(what)); }
  void complain(std::string_view key, std::string what) const;
  [[nodiscard]] std::string where() const { return value_.where(); }

 private:
  [[nodiscard]] std::optional<JsonValue> require(std::string_view key);
  [[nodiscard]] std::optional<std::size_t> choose(std::string_view key,
                                                  std::span<const std::string_view> words);
  [[nodiscard]] std::optional<JsonValue> member(std::string_view key) const;
  void report_unknown_keys() const;

  JsonValue value_;
  std::set<std::string, std::less<>> asked_;
};

/// JSON text with its places and the mistakes found in it so far.
class JsonDocument {
 public:
  /// `file` is the name told in mistakes. Errors (Errc::config): a mistake of syntax, with its
  /// place.
  [[nodiscard]] static Result<JsonDocument> parse(std::string_view text, std::string_view file);
  JsonDocument(JsonDocument&&) noexcept;
  JsonDocument& operator=(JsonDocument&&) noexcept;
  ~JsonDocument();

  [[nodiscard]] JsonValue value() const;
  [[nodiscard]] JsonObject root() const;

  /// Errors (Errc::config): every mistake so far, one a line, in the order of their places.
  [[nodiscard]] Result<void> check() const;

 private:
  explicit JsonDocument(std::unique_ptr<JsonValue::State> state) noexcept;
  std::unique_ptr<JsonValue::State> state_;
};

/// ` (did you mean "steps"?)`, or nothing if no candidate is near.
[[nodiscard]] std::string did_you_mean(std::string_view name,
                                       std::span<const std::string> candidates);

}  // namespace mass
