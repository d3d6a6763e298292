#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <concepts>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/text.hpp"
#include "harness/plugin/wire.hpp"

/// Helpers of the readers and writers. Private to harness/plugin.
namespace mass::wire {

template <class T, std::size_t N>
using Words = std::array<std::pair<std::string_view, T>, N>;

template <class T, std::size_t N>
[[nodiscard]] std::string_view word_of(const Words<T, N>& words, T value) noexcept {
  return std::ranges::find(words, value, &std::pair<std::string_view, T>::second)->first;
}

template <class T, std::size_t N>
[[nodiscard]] std::optional<T> find_word(const Words<T, N>& words, std::string_view word) noexcept {
  const auto found = std::ranges::find(words, word, &std::pair<std::string_view, T>::first);
  if (found == words.end()) return std::nullopt;
  return found->second;
}

/// The value, or an exception that names the word which stands for none.
template <class T>
[[nodiscard]] T known(std::optional<T> value, std::string_view what, std::string_view word) {
  if (value) return *value;
  throw std::invalid_argument(fmt::format("unknown {} \"{}\"", what, printable(word, 80)));
}

[[nodiscard]] json texts(const std::vector<std::string>& list);
[[nodiscard]] std::vector<std::string> octets_list(const json& array);

// Lays a member over a value if it is there.
void take(std::string& to, const json& object, const char* name);
void take(std::vector<std::string>& to, const json& object, const char* name);

void take(bool& to, const json& object, const char* name);

// The library would cut a number to the size of its type.
template <std::integral T>
  requires(!std::same_as<T, bool>)
void take(T& to, const json& object, const char* name) {
  const auto found = object.find(name);
  if (found == object.end()) return;
  const bool fits = found->is_number_unsigned() ? std::in_range<T>(found->get<std::uint64_t>())
                                                : std::in_range<T>(found->get<std::int64_t>());
  if (!fits || !found->is_number_integer()) {
    throw std::invalid_argument(fmt::format("\"{}\" is no whole number of its range", name));
  }
  to = found->get<T>();
}

}  // namespace mass::wire
