#include "harness/search/trial.hpp"

#include <algorithm>
#include <functional>

#include "core/base/text.hpp"

namespace mass::search {

namespace {

constexpr double kNotExact = 4;
constexpr double kMostDistance = 60;
constexpr double kOtherFlag = 2;
constexpr double kOtherLine = 0.5;
constexpr double kOtherOrder = 0.25;

// Pieces in their order, each with the separator that ends it.
std::vector<std::string_view> pieces(std::string_view text, std::string_view separators) {
  std::vector<std::string_view> out;
  while (!text.empty()) {
    const std::size_t end = text.find_first_of(separators);
    const std::size_t length = end == std::string_view::npos ? text.size() : end + 1;
    out.push_back(text.substr(0, length));
    text.remove_prefix(length);
  }
  return out;
}

std::vector<std::string_view> sorted(std::vector<std::string_view> pieces) {
  std::ranges::sort(pieces);
  return pieces;
}

// Each line with the one above it, as numbers: texts with other lines in another order have others.
std::vector<std::size_t> neighbours(const std::vector<std::string_view>& lines) {
  std::vector<std::size_t> out;
  std::size_t above = 0;
  for (const std::string_view line : lines) {
    const std::size_t own = std::hash<std::string_view>{}(line);
    out.push_back(own ^ (above * 31 + 7));
    above = own;
  }
  std::ranges::sort(out);
  return out;
}

// What each of two sorted lists has more than the other.
struct Surplus {
  std::vector<std::string_view> left;
  std::vector<std::string_view> right;
  [[nodiscard]] std::size_t size() const { return left.size() + right.size(); }
};

Surplus surplus(const std::vector<std::string_view>& left,
                const std::vector<std::string_view>& right) {
  Surplus found;
  std::ranges::set_difference(left, right, std::back_inserter(found.left));
  std::ranges::set_difference(right, left, std::back_inserter(found.right));
  return found;
}

std::vector<std::string_view> words_of(const std::vector<std::string_view>& lines) {
  std::vector<std::string_view> words;
  for (const std::string_view line : lines) {
    std::ranges::move(pieces(line, " \t\r\n<>()[];,@=:"), std::back_inserter(words));
  }
  std::ranges::sort(words);
  return words;
}

std::string joined(const std::vector<std::string>& texts) {
  std::string out;
  for (const std::string& text : texts) out += text + "\n";
  return out;
}

}  // namespace

double distance(std::string_view left, std::string_view right) {
  if (left == right) return 0;
  const auto left_lines = pieces(left, "\n");
  const auto right_lines = pieces(right, "\n");
  const Surplus lines = surplus(sorted(left_lines), sorted(right_lines));
  const Surplus words = surplus(words_of(lines.left), words_of(lines.right));
  std::vector<std::size_t> misplaced;
  std::ranges::set_difference(neighbours(left_lines), neighbours(right_lines),
                              std::back_inserter(misplaced));
  return std::max(1.0, static_cast<double>(words.size()) +
                           kOtherLine * static_cast<double>(lines.size()) +
                           kOtherOrder * static_cast<double>(misplaced.size()));
}

Trial::Trial(const CaptureSet& set, const std::vector<Mask>& masks, const Crypto& crypto,
             std::size_t limit)
    : set_(set), masks_(masks), crypto_(crypto), limit_(limit) {
  for (const CapturedPair& pair : set.pairs) {
    captured_.push_back(pair.out.empty() ? std::string() : mask(pair.out.front().octets));
  }
}

std::string Trial::mask(std::string_view text) const {
  return masked(text, set_.system, masks_);
}

Transit Trial::simulate(const Path& path, std::size_t pair) {
  ++spent_;
  const CapturedPair& captured = set_.pairs[pair];
  Journey journey = travel(path, captured.in, 0, captured.id, crypto_);
  Transit end = journey.end();
  if (!journey.error.empty()) end.delivery = Delivery::discarded;
  return end;
}

double Trial::cost(const Path& path, std::size_t pair) {
  const Transit end = simulate(path, pair);
  const CapturedPair& captured = set_.pairs[pair];
  if (end.delivery != captured.result) return kNotExact + kMostDistance;
  if (end.delivery != Delivery::in_transit || captured.out.empty()) return 0;
  const CapturedOutput& out = captured.out.front();
  const Envelope& envelope = end.envelope;
  double sum = 0;
  if (out.mail_from && *out.mail_from != envelope.mail_from) {
    sum += distance(mask(*out.mail_from), mask(envelope.mail_from));
  }
  if (out.rcpt_to && *out.rcpt_to != envelope.rcpt_to) {
    sum += distance(mask(joined(*out.rcpt_to)), mask(joined(envelope.rcpt_to)));
  }
  if (out.eight_bit_mime.value_or(envelope.eight_bit_mime) != envelope.eight_bit_mime) {
    sum += kOtherFlag;
  }
  if (out.smtp_utf8.value_or(envelope.smtp_utf8) != envelope.smtp_utf8) sum += kOtherFlag;
  const std::string octets = end.message.to_string();
  if (octets != out.octets) sum += distance(captured_[pair], mask(octets));
  return sum == 0 ? 0 : kNotExact + std::min(sum, kMostDistance);
}

double Trial::cost(const Path& path, std::span<const std::size_t> pairs) {
  double sum = 0;
  for (const std::size_t pair : pairs) sum += cost(path, pair);
  return sum;
}

}  // namespace mass::search
