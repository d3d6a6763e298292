#include "core/message/date.hpp"

#include <fmt/format.h>

#include <array>
#include <string>
#include <utility>

#include "core/base/text.hpp"
#include "core/message/address_lexer.hpp"

namespace mass {
namespace {

constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::array<std::string_view, 7> kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
// Source: RFC 5322 section 4.3.
constexpr std::array<std::pair<std::string_view, int>, 11> kZones{{{"GMT", 0},
                                                                   {"UT", 0},
                                                                   {"UTC", 0},
                                                                   {"EST", -300},
                                                                   {"EDT", -240},
                                                                   {"CST", -360},
                                                                   {"CDT", -300},
                                                                   {"MST", -420},
                                                                   {"MDT", -360},
                                                                   {"PST", -480},
                                                                   {"PDT", -420}}};

/// The words of a date in turn: runs without white space, comments, commas and colons.
class DateWords {
 public:
  explicit DateWords(std::string_view value) : lexer_(value) { advance(); }

  [[nodiscard]] const std::string& current() const { return word_; }
  [[nodiscard]] bool is_mark(char mark) const { return word_.size() == 1 && word_[0] == mark; }

  std::optional<unsigned> number(std::size_t least_digits, std::size_t most_digits) {
    const auto value = parse_decimal(word_);
    if (!value || word_.size() < least_digits || word_.size() > most_digits) return std::nullopt;
    advance();
    return static_cast<unsigned>(*value);
  }

  void advance() {
    const AddressToken token = lexer_.next();
    word_ = token.kind == AddressToken::Kind::end ? "" : std::string(token.text);
  }

 private:
  AddressLexer lexer_;
  std::string word_;
};

template <class Names>
std::optional<unsigned> index_in(const Names& names, std::string_view word) {
  for (unsigned i = 0; i < names.size(); ++i) {
    if (iequals(names[i], word)) return i;
  }
  return std::nullopt;
}

// Minutes east of Greenwich.
std::optional<int> zone_of(std::string_view word) {
  if (word.size() == 5 && (word[0] == '+' || word[0] == '-')) {
    const auto digits = parse_decimal(word.substr(1));
    if (!digits || *digits % 100 > 59) return std::nullopt;
    const int minutes = static_cast<int>(*digits / 100 * 60 + *digits % 100);
    return word[0] == '-' ? -minutes : minutes;
  }
  for (const auto& [name, minutes] : kZones) {
    if (iequals(name, word)) return minutes;
  }
  return std::nullopt;
}

// Source: RFC 5322 section 4.3, years of two and three digits.
unsigned full_year(unsigned year, bool is_short) {
  if (!is_short) return year;
  return year < 50 ? year + 2000 : year + 1900;
}

}  // namespace

Time MailDate::time() const {
  return std::chrono::sys_days(day) + std::chrono::hours(hour) +
         std::chrono::minutes(static_cast<int>(minute) - zone_minutes) +
         std::chrono::seconds(second);
}

std::optional<MailDate> parse_mail_date(std::string_view value) {
  DateWords words(value);
  if (index_in(kDays, words.current())) {
    words.advance();
    if (words.is_mark(',')) words.advance();
  }
  const auto day = words.number(1, 2);
  const auto month = index_in(kMonths, words.current());
  words.advance();
  const bool is_short_year = words.current().size() < 4;
  const auto year = words.number(2, 4);
  const auto hour = words.number(1, 2);
  if (!words.is_mark(':')) return std::nullopt;
  words.advance();
  const auto minute = words.number(2, 2);
  std::optional<unsigned> second = 0;
  if (words.is_mark(':')) {
    words.advance();
    second = words.number(2, 2);
  }
  const auto zone = zone_of(words.current());
  words.advance();
  if (!day || !month || !year || !hour || !minute || !second || !zone || !words.current().empty() ||
      *hour > 23 || *minute > 59 || *second > 60) {
    return std::nullopt;
  }
  const unsigned whole_year = full_year(*year, is_short_year);
  const std::chrono::year_month_day date(std::chrono::year(static_cast<int>(whole_year)),
                                         std::chrono::month(*month + 1), std::chrono::day(*day));
  if (!date.ok()) return std::nullopt;
  return MailDate{date, *hour, *minute, *second, *zone};
}

std::string spelled(const MailDate& date) {
  const std::chrono::weekday weekday{std::chrono::sys_days(date.day)};
  const int zone = date.zone_minutes;
  const int offset = zone < 0 ? -zone : zone;
  return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} {}{:02}{:02}",
                     kDays[weekday.c_encoding()], static_cast<unsigned>(date.day.day()),
                     kMonths[static_cast<unsigned>(date.day.month()) - 1],
                     static_cast<int>(date.day.year()), date.hour, date.minute, date.second,
                     zone < 0 ? '-' : '+', offset / 60, offset % 60);
}

}  // namespace mass
