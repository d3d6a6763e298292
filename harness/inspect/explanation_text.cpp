#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/base/text.hpp"
#include "harness/inspect/explanation.hpp"
#include "harness/inspect/shown_line.hpp"
#include "results/labels.hpp"
#include "results/report/columns.hpp"

namespace mass {
namespace {

constexpr std::size_t kName = 9;

// Text of a fact behind its name; hostile octets are made printable.
void fact(std::string& text, std::string_view name, std::string_view value, std::size_t width) {
  if (value.empty()) return;
  text += wrap(pad_right(name, kName), printable(value, 2000), width);
}

std::string verdict_text(const Explanation& told) {
  std::string text(name_of(told.outcome));
  if (!told.state.empty() && told.state != text) text += " (" + told.state + ")";
  return text + fmt::format("; {} {}", name_of(told.at_origin),
                            told.case_id.empty() ? "as signed" : "right after signing");
}

std::string step_text(const Explanation& told) {
  const Diagnosis& why = told.diagnosis;
  if (told.case_id.empty()) return "not known of two messages; a case of a run names it";
  if (why.step < 0) return "none: it failed from the start";
  return fmt::format("{} of {}: {} at {}", why.step + 1, told.steps.size(), why.step_name,
                     told.host);
}

std::string where(const Diagnosis& why) {
  if (!has_place(why)) return {};
  if (why.cause == Cause::hdr_absent) return why.field + " is gone";
  if (why.cause == Cause::hdr_extra) return why.field + " was not there";
  return fmt::format("{}, {} octets into its canonical form",
                     why.field.empty() ? "body" : why.field, why.offset);
}

std::string head(const Explanation& told, std::size_t width) {
  std::string text;
  fact(text, "case", told.case_id, width);
  if (!told.case_id.empty()) {
    fact(text, "message",
         fmt::format("{} ({}, {} octets)", told.message_id, told.origin, told.message_octets),
         width);
  }
  fact(text, "scheme", told.scheme + (told.profile.empty() ? "" : " " + told.profile), width);
  if (!told.path.empty()) fact(text, "path", told.path + ": " + told.path_title, width);
  fact(text, "verdict", told.trouble.empty() ? verdict_text(told) : told.trouble, width);
  if (!told.trouble.empty()) return text;
  if (is_breakage(told.outcome)) {
    fact(text, "cause", cause_key(told.diagnosis), width);
    fact(text, "step", step_text(told), width);
    fact(text, "where", where(told.place()), width);
  }
  fact(text, "rule", told.rule, width);
  fact(text, "reason", told.reason, width);
  return text;
}

std::string journey(const Explanation& told) {
  if (told.steps.empty()) return {};
  std::string text = "\non the way\n";
  for (std::size_t i = 0; i < told.steps.size(); ++i) {
    const bool broke = told.diagnosis.step == static_cast<int>(i);
    text += fmt::format("{} {}\n", broke ? ">" : " ", printable(told.steps[i], 1000));
  }
  return text;
}

std::string column(const std::vector<DiffLine>& lines, std::size_t index, std::size_t from,
                   bool with_end, std::size_t width) {
  if (index == DiffRow::kNoLine) return pad_right("", width);
  return pad_right(shown_line(lines[index].text, from, with_end, width), width);
}

std::string row_text(const SideBySide& sides, const DiffRow& row, std::size_t width, bool colour) {
  const auto [from, with_end] = window_of(sides, row, width);
  std::string_view mark = " ";
  if (!row.is_equal) mark = "|";
  if (row.right == DiffRow::kNoLine) mark = "<";
  if (row.left == DiffRow::kNoLine) mark = ">";
  std::string left = column(sides.before, row.left, from, with_end, width);
  std::string right = column(sides.after, row.right, from, with_end, width);
  right.resize(right.find_last_not_of(' ') + 1);
  if (colour && !row.is_equal) {
    left = std::string(kRed) + left + std::string(kPlain);
    right = std::string(kGreen) + right + std::string(kPlain);
  }
  std::string text = left + " " + std::string(mark) + " " + right;
  text.resize(text.find_last_not_of(' ') + 1);
  return text + "\n";
}

// The rows around the first difference.
std::string table(const Explanation& told, std::size_t width, bool colour) {
  constexpr std::size_t kBefore = 3;
  constexpr std::size_t kRows = 20;
  const auto& rows = told.sides.rows;
  const std::size_t first = told.first_row();
  if (!told.sides.differ()) {
    return rows.empty() ? "" : "\nNothing differs between the two sides.\n";
  }
  const std::size_t half = std::max<std::size_t>(width / 2, 24) - 2;
  const std::size_t begin = first - std::min(first, kBefore);
  const std::size_t end = std::min(rows.size(), begin + kRows);
  std::string text =
      fmt::format("\n{}\n\n{} | {}\n{}-+-{}\n",
                  told.no_transcript.empty() ? "what was hashed, around the first difference"
                                             : printable(told.no_transcript, 1000),
                  pad_right(shortened(told.before, half), half), shortened(told.after, half),
                  std::string(half, '-'), std::string(half, '-'));
  if (begin > 0) text += fmt::format("  ({} rows before)\n", begin);
  for (std::size_t i = begin; i < end; ++i) text += row_text(told.sides, rows[i], half, colour);
  const auto more = std::count_if(rows.begin() + static_cast<std::ptrdiff_t>(end), rows.end(),
                                  [](const DiffRow& row) { return !row.is_equal; });
  if (end < rows.size()) {
    text += fmt::format("  ({} more rows, {} of them differ)\n", rows.size() - end, more);
  }
  return text;
}

}  // namespace

std::string explanation_text(const Explanation& told, std::size_t width, bool colour) {
  return head(told, width) + journey(told) + table(told, width, colour);
}

}  // namespace mass
