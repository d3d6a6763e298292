#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "core/base/text.hpp"
#include "harness/differential/differential.hpp"
#include "results/report/columns.hpp"

namespace mass::differential {
namespace {

using nlohmann::json;

std::string pair_table(const Report& report) {
  std::vector<std::vector<std::string>> rows{
      {"signer > verifier > path", "compared", "agree", "explained", "unexplained"}};
  for (const auto& [pair, count] : report.pairs) {
    rows.push_back({fmt::format("{} > {} > {}", pair.signer, pair.verifier, pair.path),
                    std::to_string(count.compared), std::to_string(count.agreed),
                    std::to_string(count.explained), std::to_string(count.unexplained())});
  }
  return align(rows);
}

std::string group_text(const Group& group) {
  const Disagreement& one = group.smallest;
  std::string text = fmt::format("{:>6}  {} > {} > {}: {} instead of {}\n        says: {}: {}\n",
                                 group.count, one.signer, one.verifier, one.path, one.got,
                                 one.expected, printable(one.state), printable(one.reason));
  text += one.explanation.empty() ? "        UNEXPLAINED\n"
                                  : fmt::format("        explained by {}\n", one.explanation);
  return text + fmt::format("        smallest: {} ({}, {} octets)\n", group.message_id,
                            printable(group.origin), group.arrived.message.size());
}

json pair_json(const Pair& pair, const PairCount& count) {
  return {{"signer", pair.signer},
          {"verifier", pair.verifier},
          {"path", pair.path},
          {"compared", count.compared},
          {"agree", count.agreed},
          {"explained", count.explained},
          {"unexplained", count.unexplained()}};
}

json group_json(const Group& group) {
  const Disagreement& one = group.smallest;
  return {{"count", group.count},
          {"signer", one.signer},
          {"verifier", one.verifier},
          {"path", one.path},
          {"expected", one.expected},
          {"got", one.got},
          {"cause", one.cause},
          {"state", one.state},
          {"reason", one.reason},
          {"explanation", one.explanation},
          {"smallest",
           {{"message", group.message_id},
            {"origin", group.origin},
            {"octets", group.arrived.message.size()}}}};
}

}  // namespace

std::string report_text(const Report& report) {
  std::string text = fmt::format("{}: {} messages; {} is the reference\n\n{}", report.family,
                                 report.messages, report.reference, pair_table(report));
  for (const auto& [whom, count] : report.declined) {
    text +=
        fmt::format("{} did not sign {} messages: {}\n", whom.first, count, printable(whom.second));
  }
  if (!report.groups.empty()) text += "\ndisagreements\n";
  for (const auto& [key, group] : report.groups) text += group_text(group);
  for (const auto& [id, count] : report.explained) {
    text += fmt::format("explanation {}: {}\n", id, count);
  }
  return text + fmt::format("\nunexplained: {}\n", report.unexplained());
}

std::string report_json(const Report& report) {
  json answer{{"schema", "mass-differential-1"},     {"family", report.family},
              {"reference", report.reference},       {"messages", report.messages},
              {"unexplained", report.unexplained()}, {"pairs", json::array()},
              {"declined", json::array()},           {"disagreements", json::array()},
              {"explanations", report.explained}};
  for (const auto& [pair, count] : report.pairs) answer["pairs"].push_back(pair_json(pair, count));
  for (const auto& [whom, count] : report.declined) {
    answer["declined"].push_back(
        {{"signer", whom.first}, {"reason", whom.second}, {"count", count}});
  }
  for (const auto& [key, group] : report.groups) {
    answer["disagreements"].push_back(group_json(group));
  }
  return answer.dump(2, ' ', false, json::error_handler_t::replace) + "\n";
}

}  // namespace mass::differential
