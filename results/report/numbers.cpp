#include "results/report/numbers.hpp"

#include <fmt/core.h>

#include <cmath>

namespace mass {

std::string percent_text(std::uint64_t part, std::uint64_t whole) {
  if (whole == 0) return "-";
  if (part == 0) return "0";
  if (part == whole) return "100";
  const auto percent = std::llround(100 * static_cast<double>(part) / static_cast<double>(whole));
  // A share that rounds to all or to nothing must not be read as all or nothing.
  if (percent >= 100) return ">99";
  if (percent <= 0) return "<1";
  return std::to_string(percent);
}

double rounded(double value) {
  return std::round(value * 100) / 100;
}

std::string percent_text(double share) {
  return fmt::format("{:.1f}", 100 * share);
}

std::string interval_text(const Interval& interval) {
  return fmt::format("{:.0f}–{:.0f}", std::floor(100 * interval.low),
                     std::ceil(100 * interval.high));
}

std::string count_text(std::uint64_t number) {
  std::string digits = std::to_string(number);
  if (digits.size() < 5) return digits;
  for (std::size_t at = digits.size(); at > 3;) {
    at -= 3;
    digits.insert(at, " ");
  }
  return digits;
}

std::string count_text(std::int64_t number) {
  if (number >= 0) return count_text(static_cast<std::uint64_t>(number));
  return "-" + count_text(~static_cast<std::uint64_t>(number) + 1);
}

std::string mean_text(std::uint64_t sum, std::uint64_t cases) {
  if (cases == 0) return "-";
  if (sum % cases == 0) return count_text(sum / cases);
  const double mean = static_cast<double>(sum) / static_cast<double>(cases);
  if (mean >= 100) return count_text(static_cast<std::uint64_t>(std::llround(mean)));
  return fmt::format("{:.2f}", mean);
}

std::string counted(std::uint64_t number, std::string_view noun) {
  return fmt::format("{} {}{}", count_text(number), noun, number == 1 ? "" : "s");
}

}  // namespace mass
