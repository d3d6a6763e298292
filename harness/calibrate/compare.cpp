#include "harness/calibrate/compare.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/base/text.hpp"
#include "harness/inspect/line_diff.hpp"

namespace mass {

namespace {

constexpr std::size_t kLines = 40;
constexpr std::size_t kLineLength = 200;

std::string_view word_for(Delivery delivery) {
  return delivery == Delivery::in_transit ? "delivered" : name_of(delivery);
}

// Line ends are shown only where they are the difference: a reader knows that lines end.
std::string shown(std::string_view line) {
  if (line.ends_with("\r\n")) return printable(line.substr(0, line.size() - 2), kLineLength);
  return printable(line, kLineLength) + " (no CRLF at its end)";
}

class EnvelopeComparer {
 public:
  EnvelopeComparer(const CaptureSet& set, const Comparison& comparison, PairResult& result)
      : set_(set), comparison_(comparison), result_(result) {}

  void text(std::string_view what, const std::string& captured, const std::string& simulated) {
    if (captured == simulated) return;
    result_.masked = true;
    if (mask(captured) == mask(simulated)) return;
    tell(what, captured, simulated);
  }

  void flag(std::string_view what, const std::optional<bool>& captured, bool simulated) {
    if (!captured || *captured == simulated) return;
    tell(what, *captured ? "declared" : "not declared", simulated ? "declared" : "not declared");
  }

 private:
  std::string mask(std::string_view text) const {
    return masked(text, set_.system, comparison_.masks);
  }

  void tell(std::string_view what, std::string_view captured, std::string_view simulated) {
    result_.differences.push_back(fmt::format("{}: captured {}, simulated {}", what,
                                              printable(captured), printable(simulated)));
  }

  const CaptureSet& set_;
  const Comparison& comparison_;
  PairResult& result_;
};

void compare_envelopes(EnvelopeComparer comparer, const CapturedOutput& captured,
                       const Envelope& simulated) {
  if (captured.mail_from) comparer.text("MAIL FROM", *captured.mail_from, simulated.mail_from);
  if (captured.rcpt_to) {
    comparer.text("RCPT TO", fmt::format("{}", fmt::join(*captured.rcpt_to, ", ")),
                  fmt::format("{}", fmt::join(simulated.rcpt_to, ", ")));
  }
  comparer.flag("BODY=8BITMIME", captured.eight_bit_mime, simulated.eight_bit_mime);
  comparer.flag("SMTPUTF8", captured.smtp_utf8, simulated.smtp_utf8);
}

void compare_messages(const CaptureSet& set, const CapturedOutput& captured,
                      const Message& simulated, const Comparison& comparison, PairResult& result) {
  const std::string octets = simulated.to_string();
  if (octets == captured.octets) return;
  const std::string left = masked(captured.octets, set.system, comparison.masks);
  const std::string right = masked(octets, set.system, comparison.masks);
  if (left == right) {
    result.masked = true;
    return;
  }
  for (std::string& line : message_difference(left, right, kLines)) {
    result.differences.push_back(std::move(line));
  }
}

}  // namespace

std::vector<std::string> message_difference(std::string_view captured, std::string_view simulated,
                                            std::size_t limit) {
  std::vector<DiffLine> left;
  std::vector<DiffLine> right;
  add_lines(left, {}, captured);
  add_lines(right, {}, simulated);
  std::vector<std::string> lines;
  std::size_t left_out = 0;
  const auto add = [&](const char* sign, const std::vector<DiffLine>& side, std::size_t index) {
    if (index == DiffRow::kNoLine) return;
    if (lines.size() == limit) {
      ++left_out;
    } else {
      lines.push_back(sign + shown(side[index].text));
    }
  };
  for (const DiffRow& row : diff_lines(left, right)) {
    if (row.is_equal) continue;
    add("- ", left, row.left);
    add("+ ", right, row.right);
  }
  if (left_out > 0) lines.push_back(fmt::format("and {} lines more", left_out));
  return lines;
}

PairResult compare_pair(const CaptureSet& set, const CapturedPair& pair,
                        const Comparison& comparison) {
  PairResult result;
  result.id = pair.id;
  result.about = pair.about;
  const Journey journey =
      travel(comparison.path, pair.in, comparison.seed, pair.id, comparison.crypto);
  result.simulated = journey.end();
  if (!journey.error.empty()) {
    result.differences.push_back("not simulated: " + journey.error);
    return result;
  }
  const Delivery delivery = result.simulated.delivery;
  if (delivery != pair.result) {
    result.differences.push_back(fmt::format("result: captured {}, simulated {}",
                                             word_for(pair.result), word_for(delivery)));
  } else if (delivery == Delivery::in_transit && !pair.out.empty()) {
    const CapturedOutput& captured = pair.out.front();
    compare_envelopes({set, comparison, result}, captured, result.simulated.envelope);
    compare_messages(set, captured, result.simulated.message, comparison, result);
  }
  result.exact = result.differences.empty();
  result.masked = result.masked && result.exact;
  return result;
}

}  // namespace mass
