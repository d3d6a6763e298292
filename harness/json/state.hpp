#pragma once

#include <nlohmann/json.hpp>

#include "harness/json/document.hpp"

namespace mass {

/// What the values of one document share.
struct JsonValue::State {
  struct Mistake {
    std::size_t offset = 0;
    std::string what;
  };

  State(std::string_view octets, std::string_view name)
      : text(octets), file(name), lines(text), places(find_places(text)) {}

  std::string text;
  std::string file;
  TextLines lines;
  JsonPlaces places;
  nlohmann::json json;
  std::vector<Mistake> mistakes;

  /// `site.json:12:9`
  [[nodiscard]] std::string where(std::size_t offset) const;

  /// Where a value stands. A key that is spelled with escapes is not found: then the place of the
  /// nearest value around it.
  [[nodiscard]] JsonPlaces::Entry entry(std::string_view pointer) const;
};

}  // namespace mass
