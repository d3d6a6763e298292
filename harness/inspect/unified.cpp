#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "core/base/text.hpp"
#include "harness/inspect/explanation.hpp"
#include "harness/inspect/shown_line.hpp"
#include "results/labels.hpp"

namespace mass {
namespace {

constexpr std::size_t kContext = 3;
constexpr std::size_t kLineOctets = 300;

using OrderedJson = nlohmann::ordered_json;

// A line of a unified diff.
struct Line {
  char mark = ' ';
  std::string text;
};

Line line_of(const SideBySide& sides, const DiffRow& row, bool left) {
  const auto [from, with_end] = window_of(sides, row, kLineOctets);
  const std::string& text = left ? sides.before[row.left].text : sides.after[row.right].text;
  char mark = left ? '-' : '+';
  if (row.is_equal) mark = ' ';
  return {mark, shown_line(text, from, with_end, kLineOctets)};
}

struct UnifiedHunk {
  std::size_t before_first = 0;  // numbers of lines, from 1
  std::size_t before_lines = 0;
  std::size_t after_first = 0;
  std::size_t after_lines = 0;
  std::string section;
  std::vector<Line> lines;
};

// What goes of neighbouring changed rows stands before what comes.
std::vector<Line> lines_of(const SideBySide& sides, std::span<const DiffRow> rows) {
  std::vector<Line> lines;
  std::vector<Line> coming;
  for (const DiffRow& row : rows) {
    if (row.is_equal) {
      std::ranges::move(coming, std::back_inserter(lines));
      coming.clear();
    }
    if (row.left != DiffRow::kNoLine) lines.push_back(line_of(sides, row, true));
    if (!row.is_equal && row.right != DiffRow::kNoLine) {
      coming.push_back(line_of(sides, row, false));
    }
  }
  std::ranges::move(coming, std::back_inserter(lines));
  return lines;
}

UnifiedHunk make_hunk(const SideBySide& sides, std::span<const DiffRow> rows, std::size_t before,
                      std::size_t after) {
  UnifiedHunk hunk{.before_first = before,
                   .before_lines = 0,
                   .after_first = after,
                   .after_lines = 0,
                   .section = {},
                   .lines = lines_of(sides, rows)};
  for (const DiffRow& row : rows) {
    const bool has_left = row.left != DiffRow::kNoLine;
    if (has_left) ++hunk.before_lines;
    if (row.right != DiffRow::kNoLine) ++hunk.after_lines;
    if (!hunk.section.empty() || row.is_equal) continue;
    const auto& line = has_left ? sides.before[row.left] : sides.after[row.right];
    hunk.section = shortened(line.section, kLabelOctets);
  }
  // Where there are no lines, the number is that of the line in front.
  if (hunk.before_lines == 0) --hunk.before_first;
  if (hunk.after_lines == 0) --hunk.after_first;
  return hunk;
}

// Hunks of at most `most` lines in all; whether that is all there is.
std::pair<std::vector<UnifiedHunk>, bool> unified(const SideBySide& sides, std::size_t most) {
  std::vector<UnifiedHunk> found;
  const std::span<const DiffRow> rows = sides.rows;
  std::size_t at = 0;
  std::size_t before = 1;
  std::size_t after = 1;
  for (const Hunk& hunk : hunks_of(rows, kContext)) {
    for (; at < hunk.first; ++at, ++before, ++after) continue;  // equal rows
    const std::size_t taken = std::min(hunk.rows, most);
    found.push_back(make_hunk(sides, rows.subspan(hunk.first, taken), before, after));
    most -= std::min(most, found.back().lines.size());
    at += hunk.rows;
    for (const DiffRow& row : rows.subspan(hunk.first, hunk.rows)) {
      if (row.left != DiffRow::kNoLine) ++before;
      if (row.right != DiffRow::kNoLine) ++after;
    }
    if (taken < hunk.rows || most == 0) return {found, at == rows.size() && taken == hunk.rows};
  }
  return {found, true};
}

std::string coloured(std::string_view colour, std::string text, bool wanted) {
  return wanted ? std::string(colour) + text + std::string(kPlain) : text;
}

OrderedJson case_json(const Explanation& told, std::string_view schema) {
  OrderedJson json{{"schema", schema}, {"scheme", told.scheme}, {"profile", told.profile}};
  if (!told.case_id.empty()) {
    json["case"] = told.case_id;
    json["message"] = told.message_id;
    json["origin"] = printable(told.origin, 2000);
    json["path"] = told.path;
  }
  return json;
}

std::string text_of(const OrderedJson& json) {
  return json.dump(2, ' ', false, OrderedJson::error_handler_t::replace) + "\n";
}

// A row as both sides have it; null where a side has no line.
OrderedJson row_json(const SideBySide& sides, const DiffRow& row) {
  constexpr std::size_t kMost = 2000;
  const auto side = [&](const std::vector<DiffLine>& lines, std::size_t index) -> OrderedJson {
    if (index == DiffRow::kNoLine) return nullptr;
    return {{"section", printable(lines[index].section, kMost)},
            {"text", printable(lines[index].text, kMost)}};
  };
  return {{"before", side(sides.before, row.left)}, {"after", side(sides.after, row.right)}};
}

OrderedJson diagnosis_json(const Diagnosis& why) {
  return {
      {"cause", name_of(why.cause)}, {"field", printable(why.field, 2000)}, {"offset", why.offset}};
}

}  // namespace

std::string unified_text(const Explanation& told, std::size_t most, bool colour) {
  if (!told.trouble.empty()) return printable(told.trouble, 2000) + "\n";
  std::string text;
  if (!told.no_transcript.empty()) {
    text += printable(told.no_transcript, 1000) + "\n";
  }
  if (!told.sides.differ()) return text + "nothing differs\n";
  text += coloured(kRed, "--- " + printable(told.before), colour) + "\n";
  text += coloured(kGreen, "+++ " + printable(told.after), colour) + "\n";
  const auto [hunks, is_all] = unified(told.sides, most);
  for (const UnifiedHunk& hunk : hunks) {
    text += fmt::format("@@ -{},{} +{},{} @@ {}\n", hunk.before_first, hunk.before_lines,
                        hunk.after_first, hunk.after_lines, hunk.section);
    for (const Line& line : hunk.lines) {
      const std::string shown = line.mark + line.text;
      const bool is_coloured = colour && line.mark != ' ';
      text += coloured(line.mark == '-' ? kRed : kGreen, shown, is_coloured) + "\n";
    }
  }
  if (!is_all) text += fmt::format("... cut after {} lines; --lines N shows more\n", most);
  return text;
}

std::string unified_json(const Explanation& told, std::size_t most) {
  const auto [hunks, is_all] = unified(told.sides, most);
  OrderedJson json = case_json(told, "mass-diff-1");
  json["before"] = told.before;
  json["after"] = told.after;
  json["trouble"] = printable(told.trouble, 2000);
  json["no_transcript"] = printable(told.no_transcript, 2000);
  json["complete"] = is_all;
  json["hunks"] = OrderedJson::array();
  for (const UnifiedHunk& hunk : hunks) {
    OrderedJson lines = OrderedJson::array();
    for (const Line& line : hunk.lines) lines.push_back(line.mark + line.text);
    json["hunks"].push_back({{"section", hunk.section},
                             {"before_first", hunk.before_first},
                             {"before_lines", hunk.before_lines},
                             {"after_first", hunk.after_first},
                             {"after_lines", hunk.after_lines},
                             {"lines", lines}});
  }
  return text_of(json);
}

std::string explanation_json(const Explanation& told) {
  OrderedJson json = case_json(told, "mass-explanation-1");
  json["trouble"] = printable(told.trouble, 2000);
  json["at_origin"] = name_of(told.at_origin);
  json["verdict"] = name_of(told.outcome);
  json["state"] = printable(told.state, 2000);
  json["cause"] = is_breakage(told.outcome) ? cause_key(told.diagnosis) : "";
  json["diagnosis"] = diagnosis_json(told.diagnosis);
  json["step"] = told.diagnosis.step;
  json["step_name"] = printable(told.diagnosis.step_name, 2000);
  json["host"] = told.host;
  json["rule"] = printable(told.rule, 2000);
  json["reason"] = printable(told.reason, 2000);
  json["journey"] = OrderedJson::array();
  for (const std::string& line : told.steps) json["journey"].push_back(printable(line, 2000));
  json["before"] = told.before;
  json["after"] = told.after;
  json["no_transcript"] = printable(told.no_transcript, 2000);
  json["transcripts"] = diagnosis_json(told.difference);
  const std::size_t first = told.first_row();
  json["first_difference"] =
      first < told.sides.rows.size() ? row_json(told.sides, told.sides.rows[first]) : nullptr;
  return text_of(json);
}

}  // namespace mass
