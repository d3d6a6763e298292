#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <utility>
#include <vector>

#include "core/base/text.hpp"
#include "harness/survey/report.hpp"
#include "results/report/columns.hpp"
#include "results/report/numbers.hpp"

namespace mass::survey {
namespace {

using Rows = std::vector<std::vector<std::string>>;

std::string_view words_of(Undo undo) {
  switch (undo) {
    case Undo::from_quoting:
      return "From quoting";
    case Undo::masking:
      return "masked addresses";
    case Undo::tail:
      return "lines at the end";
    case Undo::part:
      return "a MIME part";
    case Undo::encoding:
      return "a transfer encoding";
  }
  return {};
}

std::string_view words_of(Side side) {
  switch (side) {
    case Side::direct:
      return "where no list is named";
    case Side::before:
      return "before the list";
    case Side::after:
      return "by the list or later";
  }
  return {};
}

constexpr std::string_view kIndent = "  ";

std::string heading(std::string_view text) {
  return fmt::format("\n{}\n\n", text);
}

std::string indented(const Rows& rows) {
  std::string out;
  const std::string table = align(rows);
  std::string_view rest = table;
  while (!rest.empty()) {
    const std::size_t end = rest.find('\n') + 1;
    out.append(kIndent).append(rest.substr(0, end));
    rest.remove_prefix(end);
  }
  return out;
}

std::string cell(std::uint64_t part, std::uint64_t whole) {
  return fmt::format("{} ({})", share_text(part, whole), count_text(part));
}

// The most frequent first; the same count: by name.
std::vector<std::pair<std::string, std::uint64_t>> ranked(const Tally& tally) {
  std::vector<std::pair<std::string, std::uint64_t>> ranking(tally.begin(), tally.end());
  std::ranges::stable_sort(ranking, std::ranges::greater(),
                           [](const auto& one) { return one.second; });
  return ranking;
}

// How many of a ranking are shown: a row that stands for one other row would save none.
std::size_t shown_of(std::size_t size) {
  return size > kShownRows + 1 ? kShownRows : size;
}

// A short ranking in a line: `algorithm (a=)  rsa-sha256 94.0 % (155), rsa-sha1 ...`.
std::string line_of(std::string_view name, const Tally& tally, std::uint64_t whole,
                    std::size_t width) {
  if (tally.empty()) return {};
  std::string text;
  const auto ranking = ranked(tally);
  const std::size_t shown = shown_of(ranking.size());
  std::uint64_t rest = 0;
  for (std::size_t i = 0; i < ranking.size(); ++i) {
    const auto& [what, count] = ranking[i];
    if (i >= shown) {
      rest += count;
    } else {
      text += fmt::format("{}{} {}", i == 0 ? "" : ", ", printable(what, 60), cell(count, whole));
    }
  }
  if (rest > 0) text += fmt::format(", {} others {}", ranking.size() - shown, cell(rest, whole));
  return wrap(fmt::format("  {:<24}", name), text, width);
}

Rows domain_rows(const KindTally& tally) {
  Rows rows{{"domain (d=)", "signatures", ""}};
  const auto ranking = ranked(tally.domains);
  const std::size_t shown = shown_of(ranking.size());
  std::uint64_t rest = 0;
  for (std::size_t i = 0; i < ranking.size(); ++i) {
    const auto& [domain, count] = ranking[i];
    if (i < shown) {
      rows.push_back(
          {printable(domain, 60), count_text(count), share_text(count, tally.signatures)});
    } else {
      rest += count;
    }
  }
  if (shown < ranking.size()) {
    rows.push_back({fmt::format("{} others", ranking.size() - shown), count_text(rest),
                    share_text(rest, tally.signatures)});
  }
  return rows;
}

// The names that most signatures list.
Rows name_rows(const KindTally& tally) {
  Tally listed;
  for (const auto& [name, counts] : tally.names) listed[name] = counts.listed;
  Rows rows{{"field listed (h=)", "signatures", "", "twice or more"}};
  const auto ranking = ranked(listed);
  const std::size_t shown = shown_of(ranking.size());
  for (std::size_t i = 0; i < shown; ++i) {
    const auto& [name, count] = ranking[i];
    const std::uint64_t repeated = tally.names.find(name)->second.repeated;
    rows.push_back({name, count_text(count), share_text(count, tally.signatures),
                    repeated == 0 ? "" : cell(repeated, tally.signatures)});
  }
  if (shown < ranking.size()) {
    rows.push_back({fmt::format("{} others", ranking.size() - shown), "", "", ""});
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
  return rows.size() == 1 ? std::string() : heading("Signature fields") + indented(rows);
}

// Why nothing is said of bodies under signatures of this kind.
std::string_view no_body_hash_text(SignatureKind kind) {
  switch (kind) {
    case SignatureKind::domainkeys:
      return "No body hash: header and body go into one hash, so that only the key could tell "
             "whether they are intact.";
    case SignatureKind::arc_seal:
      return "No body hash: a seal covers the fields of ARC sets only.";
    case SignatureKind::dkim:
    case SignatureKind::arc_message:
      break;
  }
  return {};
}

std::string kind_text(SignatureKind kind, const KindTally& tally, std::size_t width) {
  if (tally.signatures == 0) return {};
  std::string out =
      heading(fmt::format("{}: {}", name_of(kind), counted(tally.signatures, "signature")));
  out += line_of("algorithm (a=)", tally.algorithms, tally.signatures, width);
  out += line_of("canonicalization (c=)", tally.canons, tally.signatures, width);
  out += line_of("optional tags", tally.tags, tally.signatures, width);
  out += line_of("flaws", tally.flaws, tally.signatures, width);
  out += "\n" + indented(domain_rows(tally));
  if (!tally.names.empty()) out += "\n" + indented(name_rows(tally));
  if (!has_body_hash(kind)) out += "\n" + wrap(kIndent, no_body_hash_text(kind), width);
  return out;
}

std::vector<std::string> waterfall_row(std::string name, const BodyTally& tally) {
  std::vector<std::string> row{std::move(name), count_text(tally.compared())};
  for (std::size_t i = 0; i < kLevelCount; ++i) {
    row.push_back(cell(tally.up_to(static_cast<Level>(i)), tally.compared()));
  }
  return row;
}

// The lists with the most signatures first, the others in one row; adds up all of them.
Rows waterfall_rows(const Survey& survey, Side side, SignatureKind kind, BodyTally& all) {
  std::vector<std::pair<std::string, BodyTally>> ranking;
  for (const auto& [group, tally] : survey.bodies) {
    if (group.side == side && group.kind == kind) ranking.emplace_back(group.list, tally);
  }
  std::ranges::stable_sort(ranking, std::ranges::greater(),
                           [](const auto& one) { return one.second.signatures; });
  Rows rows;
  BodyTally rest;
  const std::size_t shown = shown_of(ranking.size());
  for (std::size_t i = 0; i < ranking.size(); ++i) {
    const auto& [list, tally] = ranking[i];
    all.add(tally);
    if (i >= shown) {
      rest.add(tally);
    } else {
      rows.push_back(waterfall_row(list.empty() ? "no list" : printable(list, 48), tally));
    }
  }
  if (shown < ranking.size()) {
    rows.push_back(waterfall_row(fmt::format("{} other lists", ranking.size() - shown), rest));
  }
  if (ranking.size() > 1) rows.push_back(waterfall_row("all", all));
  return rows;
}

// What a table of shares does not show.
std::string remarks(const BodyTally& all, std::size_t width) {
  Tally undone;
  for (std::size_t i = 0; i < kUndos.size(); ++i) {
    if (all.undos[i] > 0) undone[std::string(words_of(kUndos[i]))] = all.undos[i];
  }
  Tally others;
  if (all.lost > 0) others["not found again"] = all.lost;
  if (all.given_up > 0) others["too large to try"] = all.given_up;
  std::string out = line_of("had to be undone", undone, all.compared(), width);
  out += line_of("the others", others, all.compared(), width);
  if (all.grown > 0) {
    out += wrap(kIndent,
                fmt::format("as stored only because text behind what l= counts is not signed: {}",
                            cell(all.grown, all.compared())),
                width);
  }
  if (all.not_comparable > 0) {
    out += wrap(kIndent,
                fmt::format("{} cannot be compared: no algorithm, canonical form, list of fields "
                            "or body hash that can be read",
                            counted(all.not_comparable, "more signature")),
                width);
  }
  return out.empty() ? out : "\n" + out;
}

std::string bodies_text(const Survey& survey, std::size_t width) {
  if (survey.bodies.empty()) return {};
  std::string out;
  for (const auto kind : {SignatureKind::dkim, SignatureKind::arc_message}) {
    for (const auto side : {Side::before, Side::after, Side::direct}) {
      BodyTally all;
      Rows rows = waterfall_rows(survey, side, kind, all);
      if (rows.empty()) continue;
      rows.insert(rows.begin(), {"list", "bodies", "as stored", "+ storage", "+ tail",
                                 "+ MIME part", "+ encoding"});
      out += heading(fmt::format("Bodies under {}, signed {}", name_of(kind), words_of(side)));
      out += indented(rows) + remarks(all, width);
    }
  }
  return out + "\n" +
         wrap("",
              "A body is found again when its hash is the signed one. Shares add up from left to "
              "right: as stored; after From quoting and masked addresses are undone; after up to "
              "23 lines are cut off its end or its text; after one MIME part is unwrapped or "
              "dropped; after a change of transfer encoding is undone.",
              width);
}

std::string verdicts_text(const Survey& survey) {
  if (!survey.has_keys) return {};
  std::string out = heading("Verified with the keys given, as of the time of signing");
  if (survey.verdicts.empty()) return out + "  no signature of these schemes\n";
  for (const auto& [group, tally] : survey.verdicts) {
    std::uint64_t whole = 0;
    for (const auto& [conclusion, count] : tally) whole += count;
    Rows rows{
        {fmt::format(
             "{}, {}, {}", group.list.empty() ? "no list" : printable(group.list, 48), group.scheme,
             group.side ? fmt::format("signed {}", words_of(*group.side)) : "whole messages"),
         "count", ""}};
    for (const auto& [conclusion, count] : tally) {
      const std::string_view outcome = name_of(conclusion.first);
      rows.push_back({conclusion.second == outcome
                          ? fmt::format("  {}", outcome)
                          : fmt::format("  {}: {}", outcome, conclusion.second),
                      count_text(count), share_text(count, whole)});
    }
    out += indented(rows);
  }
  return out;
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

std::string head_text(const Survey& survey, std::size_t width) {
  std::string ends;
  for (std::size_t i = 0; i < survey.line_ends.size(); ++i) {
    if (survey.line_ends[i] == 0) continue;
    ends += fmt::format("{}{} {}", ends.empty() ? "" : ", ", count_text(survey.line_ends[i]),
                        name_of(static_cast<LineEnds>(i)));
  }
  std::string text = fmt::format(
      "{} (line ends: {}) in {}, with a signature field: {}", counted(survey.messages, "message"),
      ends, counted(survey.lists.size() - (survey.lists.contains("") ? 1 : 0), "list"),
      cell(survey.signed_messages, survey.messages));
  if (survey.skipped_files > 0) {
    text += "; passed over as no mail: " + counted(survey.skipped_files, "file");
  }
  if (survey.excess > 0) {
    text += fmt::format("; not read: {} beyond {} of a kind in a message",
                        counted(survey.excess, "signature"), kMaxSignatures);
  }
  return wrap("", text, width);
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
  std::string out = head_text(survey, width) + kinds_text(survey);
  for (std::size_t i = 0; i < kKindCount; ++i) {
    out += kind_text(static_cast<SignatureKind>(i), survey.kinds[i], width);
  }
  return out + bodies_text(survey, width) + verdicts_text(survey) + problems_text(survey);
}

}  // namespace mass::survey
