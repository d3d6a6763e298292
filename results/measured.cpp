#include "results/measured.hpp"

#include <nlohmann/json.hpp>

namespace mass {

using nlohmann::json;

Measured parse_measured(std::string_view text) {
  Measured measured;
  const json value = json::parse(text, nullptr, false);
  if (!value.is_object()) return measured;
  for (const auto& [name, one] : value.items()) {
    if (one.is_number()) measured.totals[name] = one.get<double>();
  }
  const auto rounds = value.find("rounds");
  if (rounds == value.end() || !rounds->is_object()) return measured;
  for (const auto& [name, values] : rounds->items()) {
    for (const json& one : values) {
      if (one.is_number()) measured.rounds[name].push_back(one.get<double>());
    }
  }
  return measured;
}

}  // namespace mass
