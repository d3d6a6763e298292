#include "core/base/punycode.hpp"

#include "core/base/text.hpp"
#include "core/base/utf8.hpp"

namespace mass {

namespace {

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
std::string encode(const std::u32string& points) {
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

}  // namespace

std::optional<std::string> punycode(std::string_view text) {
  const auto points = code_points(text);
  if (!points) return std::nullopt;
  return encode(*points);
}

std::optional<std::string> ascii_domain(std::string_view domain) {
  constexpr std::size_t kLongestDomain = 1000;  // no name as long as this has an ASCII form
  if (domain.size() > kLongestDomain) return std::nullopt;
  if (!has_eight_bit(domain)) return ascii_lower(domain);
  std::string made;
  for (const std::string_view label : split(domain, '.')) {
    if (has_eight_bit(label)) {
      const auto coded = punycode(ascii_lower(label));
      if (!coded) return std::nullopt;
      made += "xn--" + *coded;
    } else {
      made += ascii_lower(label);
    }
    made += '.';
  }
  made.pop_back();
  return made;
}

}  // namespace mass
