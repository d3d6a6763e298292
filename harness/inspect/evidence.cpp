#include "harness/inspect/evidence.hpp"

#include <algorithm>

#include "core/base/text.hpp"
#include "core/base/time.hpp"

namespace mass {
namespace {

constexpr std::string_view kEnvelope = "envelope";

std::vector<TraceItem> as_it_stands(const Message& message) {
  std::vector<TraceItem> items;
  for (const Field& field : message.fields()) {
    items.push_back({"header", 1, std::string(field.name()), std::string(field.raw())});
  }
  items.push_back({"body", 1, {}, std::string(message.body().view())});
  return items;
}

// The time of a hop is of interest only where it is the cause: it is never the same at two of them.
std::vector<TraceItem> envelope_items(const Envelope& envelope, bool with_time) {
  const auto item = [](std::string_view name, const std::string& value) {
    return TraceItem{std::string(kEnvelope), 1, std::string(name), value + "\r\n"};
  };
  std::vector<TraceItem> items{item("MAIL FROM", "MAIL FROM:<" + envelope.mail_from + ">")};
  for (const std::string& recipient : envelope.rcpt_to) {
    items.push_back(item("RCPT TO", "RCPT TO:<" + recipient + ">"));
  }
  if (with_time) items.push_back(item("time", "received " + mail_date(envelope.time)));
  return items;
}

bool says_nothing(const Trace& trace) {
  return std::ranges::all_of(trace.items(),
                             [](const TraceItem& item) { return item.octets.empty(); });
}

std::string why_none(const SchemeInfo& info, const Verdict& after, bool nothing_before) {
  if (!covers(info.protects, Protects::header | Protects::body)) {
    return "the envelopes: " + info.id + " protects nothing of the message";
  }
  const std::string messages = "the messages as they stand: ";
  if (nothing_before) return messages + info.id + " gives no transcript of what it hashes";
  return messages + "of what arrived nothing was hashed (" + std::string(name_of(after.outcome)) +
         (after.reason.empty() ? "" : ": " + after.reason) + ")";
}

}  // namespace

Result<Evidence> gather_evidence(const SchemeInfo& info, const Judge& judge, const Transit& before,
                                 const Transit& after) {
  CostMeter unpaid;
  Trace good;
  Trace bad;
  auto verdict_before = judge(before, unpaid, &good);
  if (!verdict_before) return std::unexpected(verdict_before.error());
  auto verdict_after = judge(after, unpaid, &bad);
  if (!verdict_after) return std::unexpected(verdict_after.error());
  Evidence evidence{.no_transcript = {},
                    .before = good.items(),
                    .after = bad.items(),
                    .verdict_before = *std::move(verdict_before),
                    .verdict_after = *std::move(verdict_after),
                    .difference = {}};
  const bool nothing_before = says_nothing(good);
  const bool is_shown = nothing_before || says_nothing(bad);
  if (is_shown) {
    evidence.no_transcript = why_none(info, evidence.verdict_after, nothing_before);
    evidence.before.clear();
    evidence.after.clear();
    if (covers(info.protects, Protects::header | Protects::body)) {
      evidence.before = as_it_stands(before.message);
      evidence.after = as_it_stands(after.message);
    }
  } else {
    evidence.difference = compare_transcripts(good, bad);
  }
  if (covers(info.protects, Protects::envelope | Protects::bounce) || is_shown) {
    const Cause cause = evidence.verdict_after.cause;
    const bool with_time = cause == Cause::time_expired || cause == Cause::time_future;
    const auto was = envelope_items(before.envelope, with_time);
    const auto is = envelope_items(after.envelope, with_time);
    evidence.before.insert(evidence.before.begin(), was.begin(), was.end());
    evidence.after.insert(evidence.after.begin(), is.begin(), is.end());
  }
  return evidence;
}

std::vector<DiffLine> lines_of(const std::vector<TraceItem>& items) {
  std::vector<DiffLine> lines;
  for (const TraceItem& item : items) {
    add_lines(lines, item.field.empty() ? item.what : item.what + " " + item.field, item.octets);
  }
  return lines;
}

SideBySide compare_sides(const Evidence& evidence) {
  SideBySide sides{.before = lines_of(evidence.before), .after = lines_of(evidence.after)};
  sides.rows = diff_lines(sides.before, sides.after);
  return sides;
}

std::size_t SideBySide::first_change() const {
  const auto changed = std::ranges::find_if(rows, [](const DiffRow& row) { return !row.is_equal; });
  return static_cast<std::size_t>(changed - rows.begin());
}

std::size_t SideBySide::first_change(std::string_view field) const {
  const auto is_of = [&](const std::vector<DiffLine>& lines, std::size_t index) {
    if (index == DiffRow::kNoLine) return false;
    const std::string_view section = lines[index].section;
    const std::size_t space = section.find(' ');
    if (space == std::string_view::npos) return field.empty();
    return !field.empty() && iequals(section.substr(space + 1), field);
  };
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (rows[i].is_equal) continue;
    if (is_of(before, rows[i].left) || is_of(after, rows[i].right)) return i;
  }
  return first_change();
}

}  // namespace mass
