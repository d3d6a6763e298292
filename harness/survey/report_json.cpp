#include <nlohmann/json.hpp>

#include "core/base/text.hpp"
#include "harness/survey/report.hpp"

namespace mass::survey {
namespace {

using nlohmann::json;

json kind_json(SignatureKind kind, const KindTally& tally) {
  json names = json::object();
  for (const auto& [name, counts] : tally.names) {
    names[name] = {{"listed", counts.listed}, {"repeated", counts.repeated}};
  }
  return {{"field", name_of(kind)},
          {"has_body_hash", has_body_hash(kind)},
          {"messages", tally.messages},
          {"signatures", tally.signatures},
          {"domains", tally.domains},
          {"algorithms", tally.algorithms},
          {"canonicalizations", tally.canons},
          {"tags", tally.tags},
          {"flaws", tally.flaws},
          {"header_names", std::move(names)}};
}

json tally_json(const BodyTally& tally) {
  json levels = json::object();
  for (std::size_t i = 0; i < kLevelCount; ++i) {
    levels[std::string(name_of(static_cast<Level>(i)))] = tally.levels[i];
  }
  json undos = json::object();
  for (std::size_t i = 0; i < kUndos.size(); ++i) {
    undos[std::string(name_of(kUndos[i]))] = tally.undos[i];
  }
  return {{"signatures", tally.signatures},
          {"not_comparable", tally.not_comparable},
          {"found_at", std::move(levels)},
          {"found_by", std::move(undos)},
          {"lost", tally.lost},
          {"given_up", tally.given_up},
          {"grown_beyond_length", tally.grown}};
}

}  // namespace

std::string survey_json(const Survey& survey) {
  json answer{{"schema", "mass-survey-1"},
              {"messages", survey.messages},
              {"signed_messages", survey.signed_messages},
              {"signatures_not_read", survey.excess},
              {"skipped_files", survey.skipped_files},
              {"line_ends", json::object()},
              {"kinds", json::array()},
              {"lists", json::array()},
              {"bodies", json::array()},
              {"verified", survey.has_keys},
              {"verdicts", json::array()},
              {"problem_count", survey.problem_count},
              {"problems", json::array()}};
  for (std::size_t i = 0; i < survey.line_ends.size(); ++i) {
    answer["line_ends"][std::string(name_of(static_cast<LineEnds>(i)))] = survey.line_ends[i];
  }
  for (std::size_t i = 0; i < kKindCount; ++i) {
    answer["kinds"].push_back(kind_json(static_cast<SignatureKind>(i), survey.kinds[i]));
  }
  for (const auto& [id, messages] : survey.lists) {
    answer["lists"].push_back({{"list", id}, {"messages", messages}});
  }
  for (const auto& [group, tally] : survey.bodies) {
    json one = tally_json(tally);
    one["list"] = group.list;
    one["signed"] = name_of(group.side);
    one["field"] = name_of(group.kind);
    answer["bodies"].push_back(std::move(one));
  }
  for (const auto& [group, tally] : survey.verdicts) {
    for (const auto& [conclusion, count] : tally) {
      answer["verdicts"].push_back({{"scheme", group.scheme},
                                    {"list", group.list},
                                    {"signed", group.side ? name_of(*group.side) : ""},
                                    {"verdict", name_of(conclusion.first)},
                                    {"state", conclusion.second},
                                    {"count", count}});
    }
  }
  for (const CorpusProblem& problem : survey.problems) {
    answer["problems"].push_back(
        {{"place", printable(problem.place)}, {"reason", printable(problem.reason)}});
  }
  return answer.dump(2, ' ', false, json::error_handler_t::replace) + "\n";
}

}  // namespace mass::survey
