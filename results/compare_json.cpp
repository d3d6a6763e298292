#include <nlohmann/json.hpp>

#include "results/compare.hpp"

namespace mass {
namespace {

using nlohmann::json;

json to_value(const Transition& step) {
  return {
      {"change", name_of(step.change)}, {"from", step.from}, {"to", step.to}, {"what", step.what}};
}

json to_value(const ChangedCase& one) {
  return {{"case", one.case_id},
          {"message", one.message_id},
          {"origin", one.origin},
          {"octets", one.message_octets},
          {"scheme", one.scheme},
          {"profile", one.profile},
          {"path", one.path},
          {"base_reason", one.base_reason},
          {"new_reason", one.new_reason},
          {"repro", one.repro}};
}

json changes_value(const std::array<std::uint64_t, kChangeCount>& changes) {
  json value = json::object();
  for (std::size_t i = 0; i < kChangeCount; ++i) {
    if (changes[i] != 0) value[std::string(name_of(static_cast<Change>(i)))] = changes[i];
  }
  return value;
}

json to_value(const ComparedCell& cell) {
  const PairedCell& pairs = cell.pairs;
  json value = {{"scheme", pairs.scheme},
                {"profile", pairs.profile},
                {"path", pairs.path},
                {"compared", pairs.compared},
                {"only_base", pairs.only_first},
                {"only_new", pairs.only_second},
                {"judged", pairs.judged.total()},
                {"changes", changes_value(cell.changes)},
                {"strata", json::object()},
                {"transitions", json::array()},
                {"counts", json::object()}};
  for (const auto& [stratum, changes] : cell.strata) {
    value["strata"][stratum] = changes_value(changes);
  }
  for (const auto& [step, cases] : cell.transitions) {
    json entry = to_value(step);
    entry["cases"] = cases;
    value["transitions"].push_back(std::move(entry));
  }
  for (const auto& [name, count] : cell.counts) {
    value["counts"][name] = {{"cases", count.cases}, {"base", count.base}, {"new", count.now}};
  }
  if (pairs.judged.lost + pairs.judged.gained != 0) {
    value["effect"] = {{"change", cell.effect.change},
                       {"low", cell.effect.low},
                       {"high", cell.effect.high},
                       {"mid_p", cell.mid_p}};
    if (cell.clustered) {
      value["effect"]["clustered"] = {{"domains", cell.clustered->clusters},
                                      {"low", cell.clustered->low},
                                      {"high", cell.clustered->high},
                                      {"design_effect", cell.clustered->design_effect}};
    }
  }
  return value;
}

json to_value(const Measurement& one) {
  json value = {{"name", one.name},
                {"base_rounds", one.base_rounds},
                {"new_rounds", one.new_rounds},
                {"base_median", one.base_median},
                {"new_median", one.new_median},
                {"ratio", nullptr}};
  if (one.ratio) {
    value["ratio"] = {
        {"value", one.ratio->value}, {"low", one.ratio->low}, {"high", one.ratio->high}};
  }
  return value;
}

json to_value(const CompareFinding& finding) {
  return {{"change", name_of(finding.change)},
          {"scheme", finding.scheme},
          {"profile", finding.profile},
          {"path", finding.path},
          {"cases", finding.cases},
          {"compared", finding.compared},
          {"gate", finding.gate},
          {"passes", finding.passes}};
}

}  // namespace

std::string compare_json(const RunComparison& comparison, const RunJudgement& judgement) {
  json value = {{"schema", "mass-compare-1"},
                {"base", comparison.base.string()},
                {"new", comparison.now.string()},
                {"gate", judgement.passes() ? "pass" : "fail"},
                {"differences", comparison.differences},
                {"cases",
                 {{"compared", comparison.compared},
                  {"only_base", comparison.only_base},
                  {"only_new", comparison.only_new}}},
                {"findings", json::array()},
                {"transitions", json::array()},
                {"cells", json::array()},
                {"facts", json::array()},
                {"facts_pass", judgement.facts_pass},
                {"measured", json::array()},
                {"slower", json::array()}};
  for (const CompareFinding& one : judgement.findings) value["findings"].push_back(to_value(one));
  for (const auto& [step, cases] : comparison.transitions) {
    json entry = to_value(step);
    entry["cases"] = cases.cases;
    entry["smallest"] = json::array();
    for (const ChangedCase& one : cases.smallest) entry["smallest"].push_back(to_value(one));
    value["transitions"].push_back(std::move(entry));
  }
  for (const ComparedCell& cell : comparison.cells) value["cells"].push_back(to_value(cell));
  for (const FactChange& one : comparison.facts) {
    value["facts"].push_back({{"fact", one.fact}, {"base", one.base}, {"new", one.now}});
  }
  for (const Measurement& one : comparison.measurements) {
    value["measured"].push_back(to_value(one));
  }
  for (const TimeFinding& one : judgement.slower) {
    value["slower"].push_back({{"name", one.name}, {"fails", one.fails}});
  }
  return value.dump(2, ' ', false, json::error_handler_t::replace) + "\n";
}

}  // namespace mass
