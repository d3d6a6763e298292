#include "corpus/read/detect.hpp"

#include <algorithm>
#include <array>
#include <bitset>
#include <charconv>
#include <span>

#include "core/base/text.hpp"
#include "core/message/field_syntax.hpp"

namespace mass {

namespace {

constexpr std::array<std::string_view, 4> kMagic{
    std::string_view("\x1F\x8B", 2),                  // RFC 1952 section 2.3.1
    std::string_view("\x28\xB5\x2F\xFD", 4),          // RFC 8878 section 3.1.1
    std::string_view("\xFD\x37\x7A\x58\x5A\x00", 6),  // xz file format section 2.1.1.1
    std::string_view("BZh", 3),
};

constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

constexpr std::array<std::string_view, 7> kWeekdays{"Mon", "Tue", "Wed", "Thu",
                                                    "Fri", "Sat", "Sun"};

constexpr std::array<std::string_view, 21> kMailFields{"return-path",
                                                       "received",
                                                       "delivered-to",
                                                       "from",
                                                       "to",
                                                       "cc",
                                                       "subject",
                                                       "date",
                                                       "message-id",
                                                       "mime-version",
                                                       "content-type",
                                                       "reply-to",
                                                       "sender",
                                                       "in-reply-to",
                                                       "references",
                                                       "dkim-signature",
                                                       "list-id",
                                                       "x-mailer",
                                                       "domainkey-signature",
                                                       "content-transfer-encoding",
                                                       "return-receipt-to"};

bool is_number(std::string_view word, std::size_t digits_least, std::size_t digits_most) noexcept {
  return word.size() >= digits_least && word.size() <= digits_most &&
         std::all_of(word.begin(), word.end(), is_digit);
}

bool is_time(std::string_view word) noexcept {
  const std::size_t colon = word.find(':');
  return colon != std::string_view::npos && is_number(word.substr(0, colon), 1, 2) &&
         word.size() > colon + 1 && is_digit(word[colon + 1]);
}

bool is_zone(std::string_view word) noexcept {
  if (word.size() == 5 && (word.front() == '+' || word.front() == '-')) {
    return is_number(word.substr(1), 4, 4);
  }
  const auto is_letter = [](char c) { return (c >= 'A' && c <= 'Z') || c == '(' || c == ')'; };
  return word.size() <= 6 && std::all_of(word.begin(), word.end(), is_letter);
}

bool is_one_of(std::span<const std::string_view> names, std::string_view word) noexcept {
  return std::any_of(names.begin(), names.end(),
                     [&](std::string_view name) { return iequals(name, word); });
}

// What of a date was met, in any order: `Fri Aug  6 21:01:54 2004`, `Fri, 6 Aug 2004 21:01:54
// +0000`.
class DateParts {
 public:
  // False if `word` does not belong to a date.
  bool take(std::string_view word) noexcept {
    if (is_one_of(kWeekdays, word)) {
      has_weekday_ = true;
    } else if (is_one_of(kMonths, word)) {
      has_month_ = true;
    } else if (!has_day_ && is_number(word, 1, 2)) {
      has_day_ = true;
    } else if (is_number(word, 4, 4) || is_number(word, 2, 2)) {
      has_year_ = true;
    } else if (is_time(word)) {
      has_time_ = true;
    } else {
      return has_any() && is_zone(word);
    }
    return true;
  }

  [[nodiscard]] bool has_any() const noexcept { return has_weekday_ || has_month_ || has_day_; }
  [[nodiscard]] bool is_date() const noexcept {
    return has_month_ && has_day_ && has_time_ && has_year_;
  }

 private:
  bool has_weekday_ = false;
  bool has_month_ = false;
  bool has_day_ = false;
  bool has_time_ = false;
  bool has_year_ = false;
};

std::string_view next_word(std::string_view& text) noexcept {
  constexpr std::string_view kBetween = " \t\r\n,";
  const std::size_t begin = text.find_first_not_of(kBetween);
  if (begin == std::string_view::npos) return {};
  text.remove_prefix(begin);
  const std::string_view word = text.substr(0, text.find_first_of(kBetween));
  text.remove_prefix(word.size());
  return word;
}

std::string_view next_line(std::string_view& text) noexcept {
  const std::size_t end = text.find('\n');
  const std::string_view line = text.substr(0, end == std::string_view::npos ? end : end + 1);
  text.remove_prefix(line.size());
  return line;
}

}  // namespace

bool is_compressed(std::string_view head) noexcept {
  const auto starts = [&](std::string_view magic) { return head.starts_with(magic); };
  return std::any_of(kMagic.begin(), kMagic.end(), starts);
}

// Block of 512 octets whose sum, with blanks for the checksum itself, is written at 148 in octal.
// Source: POSIX.1 pax, ustar interchange format.
bool is_tar(std::string_view head) noexcept {
  constexpr std::size_t kBlock = 512;
  constexpr std::size_t kChecksum = 148;
  if (head.size() < kBlock || head.front() == '\0') return false;
  const std::string_view digits = head.substr(kChecksum, 8);
  const std::size_t first = digits.find_first_not_of(' ');
  if (first == std::string_view::npos) return false;
  unsigned stated = 0;
  const auto read =
      std::from_chars(digits.data() + first, digits.data() + digits.size(), stated, 8);
  if (read.ec != std::errc{}) return false;
  unsigned sum = 8 * static_cast<unsigned char>(' ');
  for (std::size_t i = 0; i < kBlock; ++i) {
    if (i < kChecksum || i >= kChecksum + 8) sum += static_cast<unsigned char>(head[i]);
  }
  return sum == stated;
}

bool is_from_line(std::string_view text) noexcept {
  if (!text.starts_with("From ")) return false;
  const std::size_t next = text.find_first_not_of(" \t", 4);
  return next == std::string_view::npos || text[next] != ':';
}

// An address of a few words, then nothing but a date. Prose that starts with `From ` and holds a
// date goes on after it.
bool is_dated_from_line(std::string_view line) noexcept {
  if (!is_from_line(line)) return false;
  constexpr std::size_t kAddressWords = 4;
  DateParts parts;
  std::size_t words = 0;
  std::string_view rest = line.substr(5, 1000);
  for (std::string_view word = next_word(rest); !word.empty(); word = next_word(rest)) {
    if (word == "remote" && parts.is_date()) break;  // `remote from host` of UUCP
    if (parts.take(word)) continue;
    if (parts.has_any() || ++words > kAddressWords) return false;
  }
  return parts.is_date();
}

bool looks_like_mail(std::string_view head) noexcept {
  std::bitset<kMailFields.size()> seen;
  for (bool first = true; !head.empty(); first = false) {
    const std::string_view line = next_line(head);
    if (!first && is_wsp(line.front())) continue;
    const auto field = read_field_head(line);
    if (!field) break;
    const std::string_view name = line.substr(0, field->name_length);
    const auto known =
        std::find_if(kMailFields.begin(), kMailFields.end(),
                     [&](std::string_view field_name) { return iequals(field_name, name); });
    if (known != kMailFields.end()) {
      seen.set(static_cast<std::size_t>(known - kMailFields.begin()));
    }
  }
  return seen.count() >= 2;
}

bool is_blank_line(std::string_view line) noexcept {
  return line == "\n" || line == "\r\n";
}

}  // namespace mass
