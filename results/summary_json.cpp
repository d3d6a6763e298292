#include <nlohmann/json.hpp>

#include "results/cost_fields.hpp"
#include "results/statistics.hpp"
#include "results/summary.hpp"

namespace mass {
namespace {

using nlohmann::json;

// Names come from scenarios and plug-ins: an octet that is not UTF-8 must not stop a report.
std::string dump(const json& value) {
  return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

json outcome_counts(const Cell& cell) {
  json counts = json::object();
  for (std::size_t i = 0; i < kOutcomeCount; ++i) {
    counts[std::string(name_of(static_cast<Outcome>(i)))] = cell.outcomes[i];
  }
  return counts;
}

json to_value(const CellKey& key, const Cell& cell) {
  json value = outcome_counts(cell);
  value["scheme"] = key.scheme;
  value["profile"] = key.profile;
  value["path"] = key.path;
  value["stratum"] = key.stratum;
  value["n"] = cell.n;
  value["signed"] = cell.is_signed;
  value["tool_errors"] = cell.tool_errors;
  if (cell.tool_errors != 0) value["tool_causes"] = cell.tool_causes;
  value["causes"] = cell.causes;
  value["steps"] = cell.steps;
  value["declined"] = cell.declined;
  value["dispositions"] = cell.rejected;
  value["proven"] = cell.proven;
  return value;
}

json to_value(const CostMeter& meter) {
  json value = json::object();
  for (const CostField& field : kCostFields) value[std::string(field.name)] = meter.*field.count;
  return value;
}

json to_value(const Histogram& histogram) {
  if (histogram.empty()) return nullptr;
  json value = {{"min", histogram.begin()->first},
                {"median", quantile(histogram, 50).value()},
                {"p99", quantile(histogram, 99).value()},
                {"max", histogram.rbegin()->first},
                {"values", json::array()}};
  for (const auto& [number, count] : histogram) value["values"].push_back({number, count});
  return value;
}

json lookups_value(const SchemeCosts& costs) {
  json value = json::object();
  for (const auto& [kind, count] : costs.lookup_counts()) {
    value[kind] = {{"asked", count.asked}, {"distinct", count.distinct}};
  }
  return value;
}

json to_value(const std::pair<std::string, std::string>& key, const SchemeCosts& costs) {
  return {{"scheme", key.first},
          {"profile", key.second},
          {"signed", costs.signed_messages},
          {"verifications", costs.verifications},
          {"sign", to_value(costs.sign)},
          {"verify", to_value(costs.verify)},
          {"forwarded", costs.forwarded},
          {"forward", to_value(costs.forward)},
          {"lookups", lookups_value(costs)},
          {"octets_added", to_value(costs.octets_added)}};
}

json to_value(const std::pair<CellKey, std::string>& key, const std::vector<Example>& examples) {
  json value = {{"scheme", key.first.scheme},
                {"profile", key.first.profile},
                {"path", key.first.path},
                {"cause", key.second},
                {"cases", json::array()}};
  for (const Example& example : examples) {
    value["cases"].push_back({{"case", example.case_id},
                              {"origin", example.origin},
                              {"octets", example.message_octets}});
  }
  return value;
}

// One entry a line: a line tool can show what differs between two runs. Each entry is written as
// it is made, since all of them at once would need many times the memory of the text.
template <class Map>
void write_array(std::string& text, const Map& map) {
  text += '[';
  const char* separator = "\n";
  for (const auto& [key, value] : map) {
    text += separator;
    text += dump(to_value(key, value));
    separator = ",\n";
  }
  text += map.empty() ? "]" : "\n]";
}

}  // namespace

std::string Summary::to_json() const {
  std::string text = "{\"cells\":";
  write_array(text, cells_);
  text += ",\n\"costs\":";
  write_array(text, costs_);
  text += ",\n\"examples\":";
  write_array(text, examples_);
  text += ",\n\"facts\":" + dump(facts_) + "}";
  return text;
}

}  // namespace mass
