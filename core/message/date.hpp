#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/time.hpp"

namespace mass {

/// A date and time of day as a field spells it.
struct MailDate {
  std::chrono::year_month_day day;
  unsigned hour = 0;
  unsigned minute = 0;
  unsigned second = 0;   ///< 60 in a leap second.
  int zone_minutes = 0;  ///< East of Greenwich.

  [[nodiscard]] Time time() const;
};

/// Reads the value of a Date field, or what stands behind the semicolon of a Received field;
/// nothing if it is no date. The day of the week is not compared. Source: RFC 5322 sections 3.3
/// and 4.3.
[[nodiscard]] std::optional<MailDate> parse_mail_date(std::string_view value);

/// The spelling of the standard: `Fri, 06 Aug 2004 21:01:54 -0700`. Source: RFC 5322 section 3.3.
[[nodiscard]] std::string spelled(const MailDate& date);

}  // namespace mass
