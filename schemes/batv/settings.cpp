#include "schemes/batv/settings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "core/base/text.hpp"

namespace mass::batv {
namespace {

using Words = std::vector<std::string>;

constexpr std::int64_t kLongestLifetime = 365;
constexpr std::int64_t kLargestSkew = 30;
constexpr int kQueueDays = 5;

Profile profile(std::string name, std::string text, std::string form) {
  Profile made;
  made.standard = form == "later";  // the forms differ in spelling, not in what a path does to them
  made.name = std::move(name);
  made.text = std::move(text);
  made.parameters = {{"rules", std::string("house")}, {"form", std::move(form)}};
  return made;
}

// Nothing for an empty text; an error for what is not a date.
Result<std::optional<std::int64_t>> parse_date(std::string_view text) {
  if (text.empty()) return std::nullopt;
  const auto parts = split(text, '-');
  const auto year = parts.size() == 3 ? parse_decimal(parts[0]) : std::nullopt;
  const auto month = year ? parse_decimal(parts[1]) : std::nullopt;
  const auto day = month ? parse_decimal(parts[2]) : std::nullopt;
  if (!day || *year < 1970 || *year > 9999 || *month > 12 || *day > 31) {
    return fail(Errc::config,
                fmt::format("\"{}\" is not a date such as 2026-01-31", printable(text)));
  }
  const std::chrono::year_month_day date{std::chrono::year(static_cast<int>(*year)),
                                         std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok()) {
    return fail(Errc::config, fmt::format("there is no day {}", printable(text)));
  }
  return std::chrono::sys_days(date).time_since_epoch().count();
}

}  // namespace

std::optional<int> Settings::signing_key(std::int64_t day) const {
  if (windows.empty()) return key_number;
  const auto open = std::ranges::find_if(windows, [day](const KeyWindow& window) {
    return !window.sign_until || day <= *window.sign_until;
  });
  return open == windows.end() ? std::nullopt : std::optional(open->number);
}

bool Settings::may_check(int number, std::int64_t day) const {
  return windows.empty() || std::ranges::any_of(windows, [number, day](const KeyWindow& window) {
           return window.number == number && (!window.check_until || day <= *window.check_until);
         });
}

std::vector<ParameterInfo> parameter_infos() {
  return {
      word_parameter(
          "rules", {"plain", "house"},
          "the bare calculation, or with the decision table and the rules on what to tag"),
      word_parameter("form", {"later", "early-order", "sub-address"},
                     "where new tags stand: prvs=TAG=joe, prvs=joe/TAG or joe+prvs=TAG"),
      plain_parameter("accept_early_order", true, "read tags in the order of 2004 as well"),
      number_parameter("lifetime_days", 7, 1, kLongestLifetime, "days until a tag expires"),
      number_parameter("skew_days", 1, 0, kLargestSkew, "days that clocks may differ"),
      number_parameter("key_number", 0, 0, 9,
                       "key to sign with; without effect if key_windows is given"),
      plain_parameter(
          "key_windows", Words{},
          "keys as NUMBER:SIGN-UNTIL:CHECK-UNTIL with dates such as 2026-01-31, either may be "
          "left out; the first that may sign signs; empty: all keys for ever"),
      number_parameter("max_local_part", 64, 1, 1024, "octets a tagged local part may have"),
      plain_parameter("fold_case", Words{}, "domains whose mailbox names have no case"),
      plain_parameter("exempt_senders", Words{}, "addresses and domains that are not tagged"),
      plain_parameter("exempt_destinations", Words{},
                      "addresses and domains that get no tagged senders"),
      word_parameter("reject_at", {"rcpt", "data"}, "when a refused bounce is refused"),
  };
}

std::vector<Profile> profiles() {
  return {
      profile("std", "house rules, prvs=TAG=joe", "later"),
      profile("early-order", "house rules, prvs=joe/TAG as in 2004", "early-order"),
      profile("sub-address", "house rules, joe+prvs=TAG", "sub-address"),
  };
}

Result<KeyWindow> parse_window(std::string_view text, int grace_days) {
  const auto parts = split(text, ':');
  const auto key = parts.empty() ? std::nullopt : parse_decimal(parts.front());
  if (parts.size() > 3 || !key || *key > 9) {
    return fail(Errc::config, fmt::format("key_windows: \"{}\" is not NUMBER:DATE:DATE with a "
                                          "number from 0 to 9",
                                          printable(text)));
  }
  KeyWindow window;
  window.number = static_cast<int>(*key);
  auto sign = parse_date(parts.size() > 1 ? parts[1] : std::string_view());
  if (!sign) return fail_in("key_windows", sign.error());
  auto check = parse_date(parts.size() > 2 ? parts[2] : std::string_view());
  if (!check) return fail_in("key_windows", check.error());
  window.sign_until = *sign;
  window.check_until = *check;
  if (window.sign_until && !window.check_until) {
    window.check_until = *window.sign_until + grace_days;
  }
  return window;
}

Result<Settings> read_settings(const Parameters& parameters) {
  Settings made;
  made.rules = parameters.text("rules") == "house" ? Rules::house : Rules::plain;
  const std::string& form = parameters.text("form");
  made.forms.first = form == "later"         ? Form::later
                     : form == "early-order" ? Form::early_order
                                             : Form::sub_address;
  made.forms.accepts_early_order = parameters.flag("accept_early_order");
  made.lifetime_days = static_cast<int>(parameters.number("lifetime_days"));
  made.skew_days = static_cast<int>(parameters.number("skew_days"));
  made.max_local_part = static_cast<std::size_t>(parameters.number("max_local_part"));
  made.key_number = static_cast<int>(parameters.number("key_number"));
  for (const std::string& text : parameters.list("key_windows")) {
    auto window = parse_window(text, made.lifetime_days + kQueueDays);
    if (!window) return std::unexpected(window.error());
    made.windows.push_back(*window);
  }
  made.fold_case = parameters.list("fold_case");
  made.exempt_senders = parameters.list("exempt_senders");
  made.exempt_destinations = parameters.list("exempt_destinations");
  made.reject_at = parameters.text("reject_at");
  return made;
}

}  // namespace mass::batv
