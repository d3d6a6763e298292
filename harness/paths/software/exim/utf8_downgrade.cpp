#include <optional>

#include "core/base/text.hpp"
#include "core/base/utf8.hpp"
#include "core/message/address.hpp"
#include "harness/paths/edit.hpp"
#include "harness/paths/settings.hpp"
#include "harness/paths/software/exim/exim.hpp"

namespace mass::transforms {

namespace {

constexpr std::size_t kLongestLabel = 1000;  // the algorithm is quadratic; no address is as long

// Nothing if the octets are not UTF-8.
std::optional<std::u32string> code_points(std::string_view text) {
  std::u32string points;
  while (!text.empty()) {
    const Utf8Character character = first_character(text);
    if (character.octets == 0) return std::nullopt;
    points += static_cast<char32_t>(character.code);
    text.remove_prefix(character.octets);
  }
  return points;
}

char digit(std::size_t value) {
  return static_cast<char>(value < 26 ? 'a' + value : '0' + (value - 26));
}

std::size_t adapt(std::size_t delta, std::size_t count, bool is_first) {
  delta = is_first ? delta / 700 : delta / 2;
  delta += delta / count;
  std::size_t k = 0;
  for (; delta > 455; k += 36) delta /= 35;
  return k + 36 * delta / (delta + 38);
}

// Source: RFC 3492 section 6.3.
std::string punycode(const std::u32string& points) {
  std::string out;
  for (const char32_t point : points) {
    if (point < 0x80) out += static_cast<char>(point);
  }
  std::size_t handled = out.size();
  const std::size_t basic = handled;
  if (basic > 0) out += '-';
  std::size_t next = 128;
  std::size_t delta = 0;
  std::size_t bias = 72;
  while (handled < points.size()) {
    std::size_t least = 0x110000;
    for (const char32_t point : points) {
      if (point >= next && point < least) least = point;
    }
    delta += (least - next) * (handled + 1);
    next = least;
    for (const char32_t point : points) {
      if (point < next) ++delta;
      if (point != next) continue;
      std::size_t rest = delta;
      for (std::size_t k = 36;; k += 36) {
        const std::size_t threshold = k <= bias ? 1 : k >= bias + 26 ? 26 : k - bias;
        if (rest < threshold) break;
        out += digit(threshold + (rest - threshold) % (36 - threshold));
        rest = (rest - threshold) / (36 - threshold);
      }
      out += digit(rest);
      bias = adapt(delta, handled + 1, handled == basic);
      delta = 0;
      ++handled;
    }
    ++delta;
    ++next;
  }
  return out;
}

std::string ascii_label(std::string_view label) {
  if (!has_eight_bit(label) || label.size() > kLongestLabel) return std::string(label);
  const auto points = code_points(label);
  return points ? "xn--" + punycode(*points) : std::string(label);
}

std::string ascii_address(const std::string& address) {
  const auto [local, domain] = split_address(address);
  std::string out = ascii_label(local);
  if (domain.empty()) return out;
  char before = '@';
  for (const std::string_view label : split(domain, '.')) {
    out += before;
    out += ascii_label(label);
    before = '.';
  }
  return out;
}

Applied apply_downgrade(const Transit& transit, const Parameters&, StepContext&) {
  Transit after = transit;
  after.envelope.mail_from = ascii_address(transit.envelope.mail_from);
  for (std::string& recipient : after.envelope.rcpt_to) recipient = ascii_address(recipient);
  after.envelope.smtp_utf8 = false;
  return applied(transit, std::move(after), {"envelope addresses are ASCII now"});
}

}  // namespace

Transform exim_utf8_downgrade() {
  return {.id = "exim_utf8_downgrade",
          .name = "exim_utf8_downgrade",
          .text =
              "Spells envelope addresses in ASCII (xn--) and drops SMTPUTF8; the message stays "
              "as it is.",
          .models = "Exim (utf8_downgrade), to a next hop without SMTPUTF8",
          .benign = true,
          .parameters = {},
          .apply = apply_downgrade};
}

}  // namespace mass::transforms
