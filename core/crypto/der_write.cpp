#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>

#include "core/base/text.hpp"
#include "core/crypto/der.hpp"

namespace mass::der {

namespace {

constexpr std::size_t kMostArcs = 64;

std::string base_128(std::uint64_t number) {
  std::string octets(1, static_cast<char>(number & 0x7FU));
  while ((number >>= 7) != 0)
    octets.insert(octets.begin(), static_cast<char>(0x80U | (number & 0x7FU)));
  return octets;
}

std::optional<int> digits(std::string_view text, std::size_t from, std::size_t count) noexcept {
  int number = 0;
  for (const char c : text.substr(from, count)) {
    if (!is_digit(c)) return std::nullopt;
    number = 10 * number + (c - '0');
  }
  return number;
}

}  // namespace

std::string element(std::uint8_t tag, std::string_view content) {
  std::string out(1, static_cast<char>(tag));
  if (content.size() < 0x80) {
    out += static_cast<char>(content.size());
  } else {
    std::string length;
    for (std::size_t rest = content.size(); rest != 0; rest >>= 8) {
      length.insert(length.begin(), static_cast<char>(rest & 0xFFU));
    }
    out += static_cast<char>(0x80U | length.size());
    out += length;
  }
  out += content;
  return out;
}

std::string sequence(std::initializer_list<std::string_view> parts) {
  std::string content;
  for (const std::string_view part : parts) content += part;
  return element(kSequence, content);
}

std::string set_of(std::vector<std::string> members) {
  std::ranges::sort(members, [](const std::string& left, const std::string& right) {
    return std::ranges::lexicographical_compare(left, right, [](char a, char b) {
      return static_cast<unsigned char>(a) < static_cast<unsigned char>(b);
    });
  });
  std::string content;
  for (const std::string& member : members) content += member;
  return element(kSet, content);
}

std::string integer(std::uint64_t number) {
  std::string content(1, static_cast<char>(number & 0xFFU));
  while ((number >>= 8) != 0) content.insert(content.begin(), static_cast<char>(number & 0xFFU));
  // A leading bit would be a sign.
  if ((static_cast<unsigned char>(content.front()) & 0x80U) != 0) content.insert(0, 1, '\0');
  return element(kInteger, content);
}

std::string bit_string(std::string_view octets) {
  return element(kBitString, std::string(1, '\0').append(octets));
}

Result<std::string> object_identifier(std::string_view dotted) {
  const auto arcs = split(dotted, '.');
  std::vector<std::uint64_t> numbers;
  for (const std::string_view arc : arcs) {
    const auto number = parse_decimal(arc);
    if (!number || arcs.size() > kMostArcs) {
      return fail(Errc::malformed, "not an object identifier: " + printable(dotted));
    }
    numbers.push_back(*number);
  }
  if (numbers.size() < 2 || numbers[0] > 2 || numbers[1] > (numbers[0] == 2 ? 0xFFFFU : 39U)) {
    return fail(Errc::malformed, "not an object identifier: " + printable(dotted));
  }
  std::string content = base_128(40 * numbers[0] + numbers[1]);
  for (std::size_t i = 2; i < numbers.size(); ++i) content += base_128(numbers[i]);
  return element(kObjectIdentifier, content);
}

std::optional<std::string> dotted(std::string_view content) {
  if (content.empty() || content.size() > 4 * kMostArcs) return std::nullopt;
  std::string text;
  std::uint64_t number = 0;
  bool is_open = false;
  for (const char c : content) {
    const auto octet = static_cast<unsigned char>(c);
    if ((!is_open && octet == 0x80) || number >> 56 != 0) return std::nullopt;
    number = number << 7 | (octet & 0x7FU);
    is_open = (octet & 0x80U) != 0;
    if (is_open) continue;
    if (text.empty()) {
      const std::uint64_t first = std::min<std::uint64_t>(number / 40, 2);
      text = fmt::format("{}.{}", first, number - 40 * first);
    } else {
      text += fmt::format(".{}", number);
    }
    number = 0;
  }
  if (is_open) return std::nullopt;
  return text;
}

std::string time(Time moment) {
  const auto day = std::chrono::floor<std::chrono::days>(moment);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(moment - day);
  const int year = static_cast<int>(date.year());
  const std::string rest =
      fmt::format("{:02}{:02}{:02}{:02}{:02}Z", static_cast<unsigned>(date.month()),
                  static_cast<unsigned>(date.day()), clock.hours().count(), clock.minutes().count(),
                  clock.seconds().count());
  if (year >= 1950 && year < 2050) {
    return element(kUtcTime, fmt::format("{:02}", year % 100) + rest);
  }
  return element(kGeneralizedTime, fmt::format("{:04}", std::clamp(year, 0, 9999)) + rest);
}

std::optional<Time> read_time(const Element& element) noexcept {
  const bool is_short = element.tag == kUtcTime;
  if (!is_short && element.tag != kGeneralizedTime) return std::nullopt;
  const std::string_view text = element.content;
  const std::size_t at = is_short ? 2 : 4;
  if (text.size() != at + 11 || text.back() != 'Z') return std::nullopt;
  auto year = digits(text, 0, at);
  const auto month = digits(text, at, 2);
  const auto day = digits(text, at + 2, 2);
  const auto hour = digits(text, at + 4, 2);
  const auto minute = digits(text, at + 6, 2);
  const auto second = digits(text, at + 8, 2);
  if (!year || !month || !day || !hour || !minute || !second) return std::nullopt;
  if (is_short) *year += *year < 50 ? 2000 : 1900;
  const std::chrono::year_month_day date{std::chrono::year(*year),
                                         std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok() || *hour > 23 || *minute > 59 || *second > 59) return std::nullopt;
  return std::chrono::sys_days(date) + std::chrono::hours(*hour) + std::chrono::minutes(*minute) +
         std::chrono::seconds(*second);
}

}  // namespace mass::der
