#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace mass {

/// A moment, always passed in: no library here reads a clock.
using Time = std::chrono::sys_seconds;

[[nodiscard]] constexpr Time from_unix(std::int64_t seconds) {
  return Time{std::chrono::seconds{seconds}};
}
[[nodiscard]] constexpr std::int64_t to_unix(Time time) {
  return time.time_since_epoch().count();
}

/// Whole days since 1970-01-01 UTC, rounded down.
[[nodiscard]] constexpr std::int64_t day_number(Time time) {
  return std::chrono::floor<std::chrono::days>(time).time_since_epoch().count();
}

/// `Fri, 06 Aug 2004 21:01:54 +0000`. Source: RFC 5322 section 3.3.
[[nodiscard]] std::string mail_date(Time time);

}  // namespace mass
