#include "schemes/batv/check.hpp"

#include <fmt/format.h>

#include <utility>

#include "core/base/text.hpp"
#include "core/message/address.hpp"
#include "schemes/batv/rules.hpp"

namespace mass::batv {
namespace {

constexpr std::string_view kSource = "BATV sheet section 6";
constexpr int kHalfCycle = 500;

std::string_view form_word(Form form) noexcept {
  switch (form) {
    case Form::later:
      return "later";
    case Form::early_order:
      return "early-order";
    case Form::sub_address:
      return "sub-address";
  }
  return {};
}

/// How a tag's hash compares.
struct Comparison {
  bool holds = false;
  bool holds_as_received = false;  ///< Without any change of case.
};

Comparison compare(const PrvsTag& tag, std::string_view secret, const Settings& settings,
                   const Context& context) {
  const std::string received = ascii_lower(tag.digest);
  const std::string expected = keyed_digest(tag, secret, context);
  if (equal_constant_time(received, expected)) return {true, tag.digest == expected};
  if (settings.rules == Rules::plain) return {};
  PrvsTag in_our_case = tag;
  in_our_case.original = folded(tag.original, settings);
  if (in_our_case.original == tag.original) return {};
  return {equal_constant_time(received, keyed_digest(in_our_case, secret, context)), false};
}

// Exim compares days as numbers, but for one case at the end of the cycle.
bool is_current_for_exim(int day, int today) noexcept {
  constexpr int kLastWeek = 993;
  constexpr int kFirstWeek = 7;
  return day >= today || (day < kFirstWeek && today >= kLastWeek);
}

void judge_date(SignatureVerdict& verdict, const PrvsTag& tag, int today,
                const Settings& settings) {
  const int ahead = day_of_cycle(tag.day - today);
  const int days_left = ahead > kHalfCycle ? ahead - 1000 : ahead;
  verdict.detail["days_left"] = std::int64_t{days_left};
  if (ahead <= settings.lifetime_days + settings.skew_days) {
    const bool is_early = tag.form == Form::early_order;
    conclude(verdict, Outcome::pass, is_early ? "valid-early-order" : "valid", Cause::intact, {},
             kSource);
    verdict.identity = tag.original;
  } else if (days_left < 0) {
    conclude(verdict, Outcome::fail, "expired", Cause::time_expired,
             fmt::format("the tag expired {} days ago", -days_left), kSource);
  } else {
    conclude(verdict, Outcome::fail, "too-far", Cause::time_future,
             fmt::format("the tag expires in {} days, further ahead than any we make", days_left),
             kSource);
  }
}

}  // namespace

SignatureVerdict check_tag(const PrvsTag& tag, const Settings& settings, const Context& context) {
  SignatureVerdict verdict;
  verdict.detail["original"] = tag.original;
  verdict.detail["form"] = std::string(form_word(tag.form));
  verdict.detail["key_number"] = std::int64_t{tag.key_number};
  verdict.detail["exim"] = std::string(tag.form == Form::later ? "fail" : "none");
  const std::int64_t day = day_number(context.now);
  const auto secret = find_secret(tag.original, tag.key_number, context);
  const bool is_usable =
      secret && *secret && (settings.rules == Rules::plain || !(*secret)->empty());
  if (!is_usable) {
    conclude(
        verdict, Outcome::na, "not-ours", Cause::intact,
        fmt::format("there is no secret for {}", printable(split_address(tag.original).domain, 80)),
        kSource);
    return verdict;
  }
  if (!settings.may_check(tag.key_number, day)) {
    conclude(verdict, Outcome::fail, "bad-signature", Cause::key_missing,
             fmt::format("key number {} is not in use any more", tag.key_number), kSource);
    return verdict;
  }
  const Comparison hash = compare(tag, **secret, settings, context);
  if (!hash.holds) {
    conclude(verdict, Outcome::fail, "bad-signature", Cause::crypto_bad,
             "the hash of the tag is not the one of this address, day and key", kSource);
    return verdict;
  }
  const int today = day_of_cycle(day);
  if (tag.form == Form::later && hash.holds_as_received && is_current_for_exim(tag.day, today)) {
    verdict.detail["exim"] = std::string("pass");
  }
  judge_date(verdict, tag, today, settings);
  return verdict;
}

}  // namespace mass::batv
