#include <fmt/format.h>

#include <algorithm>

#include "core/base/text.hpp"
#include "harness/survey/report.hpp"
#include "results/report/columns.hpp"
#include "results/report/numbers.hpp"

namespace mass::survey {
namespace {

using Rows = std::vector<std::vector<std::string>>;

std::string heading(std::string_view text) {
  return fmt::format("\n{}\n\n", text);
}

std::string indented(const Rows& rows) {
  std::string out;
  const std::string table = align(rows);
  for (const std::string_view line :
       split(std::string_view(table).substr(0, table.size() - 1), '\n')) {
    out += fmt::format("  {}\n", line);
  }
  return out;
}

// The most frequent first; the same count: by name.
std::vector<std::pair<std::string, std::uint64_t>> ranked(const Tally& tally) {
  std::vector<std::pair<std::string, std::uint64_t>> ranking(tally.begin(), tally.end());
  std::ranges::stable_sort(ranking, std::ranges::greater(),
                           [](const auto& one) { return one.second; });
  return ranking;
}

Rows ranking_rows(std::string_view name, const Tally& tally, std::uint64_t whole) {
  Rows rows{{std::string(name), "signatures", ""}};
  const auto ranking = ranked(tally);
  const std::size_t shown = ranking.size() > kShownRows + 1 ? kShownRows : ranking.size();
  std::uint64_t rest = 0;
  for (std::size_t i = 0; i < ranking.size(); ++i) {
    const auto& [text, count] = ranking[i];
    if (i >= shown) {
      rest += count;
      continue;
    }
    rows.push_back({printable(text, 60), count_text(count), share_text(count, whole)});
  }
  if (shown < ranking.size()) {
    rows.push_back({fmt::format("{} others", ranking.size() - shown), count_text(rest),
                    share_text(rest, whole)});
  }
  return rows;
}

std::string kinds_text(const Survey& survey) {
  Rows rows{{"field", "signatures", "domains", "messages", "of all"}};
  for (std::size_t i = 0; i < kKindCount; ++i) {
    const KindTally& tally = survey.kinds[i];
    if (tally.signatures == 0) continue;
    rows.push_back({std::string(name_of(static_cast<SignatureKind>(i))),
                    count_text(tally.signatures), count_text(tally.domains.size()),
                    count_text(tally.messages), share_text(tally.messages, survey.messages)});
  }
  return rows.size() == 1 ? std::string("\nNo message has a signature field.\n")
                          : heading("Signature fields") + indented(rows);
}

// Listed names: those that most signatures list.
Rows name_rows(const KindTally& tally) {
  Tally listed;
  for (const auto& [name, counts] : tally.names) listed[name] = counts.listed;
  Rows rows{{"field listed in h=", "signatures", "", "twice or more", ""}};
  const auto ranking = ranked(listed);
  for (std::size_t i = 0; i < std::min(ranking.size(), kShownRows); ++i) {
    const auto& [name, count] = ranking[i];
    const std::uint64_t repeated = tally.names.find(name)->second.repeated;
    rows.push_back({name, count_text(count), share_text(count, tally.signatures),
                    count_text(repeated), share_text(repeated, tally.signatures)});
  }
  if (ranking.size() > kShownRows) {
    rows.push_back({fmt::format("and {} others", ranking.size() - kShownRows), "", "", "", ""});
  }
  return rows;
}

std::string kind_text(SignatureKind kind, const KindTally& tally) {
  if (tally.signatures == 0) return {};
  std::string out =
      heading(fmt::format("{}: {}", name_of(kind), counted(tally.signatures, "signature")));
  const auto add = [&](std::string_view name, const Tally& counts) {
    if (!counts.empty()) out += indented(ranking_rows(name, counts, tally.signatures)) + "\n";
  };
  add("domain (d=)", tally.domains);
  add("algorithm (a=)", tally.algorithms);
  add("canonicalization (c=)", tally.canons);
  add("optional tag", tally.tags);
  add("flaw", tally.flaws);
  if (!tally.names.empty()) out += indented(name_rows(tally)) + "\n";
  out.pop_back();
  return out;
}

std::string cell(std::uint64_t part, std::uint64_t whole) {
  return fmt::format("{} ({})", share_text(part, whole), count_text(part));
}

std::vector<std::string> waterfall_row(std::string name, const BodyTally& tally) {
  std::vector<std::string> row{std::move(name), count_text(tally.compared())};
  for (std::size_t i = 0; i < kLevelCount; ++i) {
    row.push_back(cell(tally.up_to(static_cast<Level>(i)), tally.compared()));
  }
  return row;
}

// Lists of which the most signatures are known first; the others in one row.
Rows waterfall_rows(const Survey& survey, Side side, SignatureKind kind) {
  std::vector<std::pair<std::string, BodyTally>> ranking;
  for (const auto& [group, tally] : survey.bodies) {
    if (group.side == side && group.kind == kind) ranking.emplace_back(group.list, tally);
  }
  std::ranges::stable_sort(ranking, std::ranges::greater(),
                           [](const auto& one) { return one.second.signatures; });
  Rows rows;
  BodyTally all;
  BodyTally rest;
  for (std::size_t i = 0; i < ranking.size(); ++i) {
    const auto& [list, tally] = ranking[i];
    all.add(tally);
    if (i < kShownRows) {
      rows.push_back(
          waterfall_row(list.empty() ? std::string(name_of(side)) : printable(list, 48), tally));
    } else {
      rest.add(tally);
    }
  }
  if (ranking.size() > kShownRows) {
    rows.push_back(waterfall_row(fmt::format("{} other lists", ranking.size() - kShownRows), rest));
  }
  if (ranking.size() > 1) rows.push_back(waterfall_row("all", all));
  return rows;
}

std::string bodies_text(const Survey& survey) {
  std::string out;
  for (const auto kind : {SignatureKind::dkim, SignatureKind::arc_message}) {
    for (const auto side : {Side::before, Side::after, Side::direct}) {
      Rows rows = waterfall_rows(survey, side, kind);
      if (rows.empty()) continue;
      rows.insert(rows.begin(), {"list", "bodies", "as stored", "+ storage", "+ tail",
                                 "+ MIME part", "+ encoding"});
      out += heading(fmt::format("{}, signed {}: bodies found again", name_of(kind),
                                 side == Side::direct ? "where no list is named" : name_of(side)));
      out += indented(rows);
    }
  }
  return out;
}

std::string verdicts_text(const Survey& survey) {
  if (!survey.has_keys) return {};
  if (survey.verdicts.empty()) return "\nNothing to verify: no signature of these schemes.\n";
  Rows rows{{"list", "scheme", "signed", "verdict", "state", "count", ""}};
  for (const auto& [group, tally] : survey.verdicts) {
    std::uint64_t whole = 0;
    for (const auto& [conclusion, count] : tally) whole += count;
    for (const auto& [conclusion, count] : tally) {
      rows.push_back({group.list.empty() ? "no list" : printable(group.list, 48), group.scheme,
                      group.side ? std::string(name_of(*group.side)) : "whole message",
                      std::string(name_of(conclusion.first)), conclusion.second, count_text(count),
                      share_text(count, whole)});
    }
  }
  return heading("Verified with the keys given, as of the time of signing") + indented(rows);
}

std::string problems_text(const Survey& survey) {
  if (survey.problem_count == 0) return {};
  std::string out = heading(counted(survey.problem_count, "problem"));
  const std::size_t shown = std::min(survey.problems.size(), kShownRows);
  for (std::size_t i = 0; i < shown; ++i) {
    out += fmt::format("  {}: {}\n", printable(survey.problems[i].place),
                       printable(survey.problems[i].reason));
  }
  if (shown < survey.problem_count) {
    out += fmt::format("  and {} more\n", survey.problem_count - shown);
  }
  return out;
}

std::string head_text(const Survey& survey) {
  std::string ends;
  for (std::size_t i = 0; i < survey.line_ends.size(); ++i) {
    if (survey.line_ends[i] == 0) continue;
    ends += fmt::format("{}{} {}", ends.empty() ? "" : ", ", count_text(survey.line_ends[i]),
                        name_of(static_cast<LineEnds>(i)));
  }
  return fmt::format("{} (line ends: {}), {} with a signature field ({})\n",
                     counted(survey.messages, "message"), ends, count_text(survey.signed_messages),
                     share_text(survey.signed_messages, survey.messages));
}

}  // namespace

std::string share_text(std::uint64_t part, std::uint64_t whole) {
  if (whole == 0) return "-";
  if (part == 0) return "0 %";
  if (part == whole) return "100 %";
  // Rounded in whole numbers, and never to all or to nothing.
  const auto tenths = static_cast<std::uint64_t>(
      static_cast<double>(part) * 1000 / static_cast<double>(whole) + 0.5);
  if (tenths == 0) return "<0.1 %";
  if (tenths >= 1000) return ">99.9 %";
  return fmt::format("{}.{} %", tenths / 10, tenths % 10);
}

std::string survey_text(const Survey& survey, std::size_t width) {
  std::string out = head_text(survey) + kinds_text(survey);
  for (std::size_t i = 0; i < kKindCount; ++i) {
    out += kind_text(static_cast<SignatureKind>(i), survey.kinds[i]);
  }
  out += bodies_text(survey);
  (void)width;
  return out + verdicts_text(survey) + problems_text(survey);
}

}  // namespace mass::survey
