#pragma once

#include <cstdint>
#include <string>

#include "results/statistics.hpp"

/// Numbers as people read them. None of these texts depends on a locale.
namespace mass {

/// `100` only if it is all, `0` only if it is none, else a whole number from `<1` to `>99`; `-`
/// without trials.
[[nodiscard]] std::string percent_text(std::uint64_t part, std::uint64_t whole);

/// A share that is not a count: `93.4`.
[[nodiscard]] std::string percent_text(double share);

/// To two decimals: pages show no more, and the octets of a file do not hang on the last bit.
[[nodiscard]] double rounded(double value);

/// `91–99`, both ends in percent, rounded outwards.
[[nodiscard]] std::string interval_text(const Interval& interval);

/// `13 521`: groups of three from five digits on.
[[nodiscard]] std::string count_text(std::uint64_t number);
[[nodiscard]] std::string count_text(std::int64_t number);

/// A mean of whole numbers: `0`, `1`, `2.35`; `-` without cases.
[[nodiscard]] std::string mean_text(std::uint64_t sum, std::uint64_t cases);

/// `1 message`, `2 messages`
[[nodiscard]] std::string counted(std::uint64_t number, std::string_view noun);

}  // namespace mass
