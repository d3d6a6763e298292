#include <fmt/format.h>

#include <algorithm>

#include "harness/paths/edit.hpp"
#include "harness/paths/families.hpp"
#include "harness/paths/settings.hpp"

namespace mass::transforms {

namespace {

constexpr std::int64_t kMost = 1'000'000;

std::int64_t seconds_in(const std::string& unit) {
  if (unit == "minutes") return 60;
  if (unit == "hours") return 3600;
  if (unit == "days") return 86400;
  return 1;
}

Applied apply_delay(const Transit& transit, const Parameters& parameters, StepContext& context) {
  const std::int64_t unit = seconds_in(parameters.text("unit"));
  const std::int64_t least = parameters.number("min") * unit;
  const std::int64_t most = std::max(parameters.number("max") * unit, least);
  const auto span = static_cast<std::uint64_t>(most - least) + 1;
  const std::int64_t waited = least + static_cast<std::int64_t>(context.random.below(span));
  Transit after = transit;
  after.envelope.time += std::chrono::seconds(waited);
  return applied(transit, std::move(after),
                 {fmt::format("waited {} d {:02}:{:02}:{:02}", waited / 86400, waited / 3600 % 24,
                              waited / 60 % 60, waited % 60)});
}

}  // namespace

Transform delay() {
  return {.id = "T64",
          .name = "delay",
          .text = "Lets time pass, a fixed or a random time, uniform between two bounds.",
          .models = "queues and greylisting",
          .benign = true,
          .parameters = {number("min", 15, 0, kMost, "Shortest time."),
                         number("max", 15, 0, kMost, "Longest time; less than min means min."),
                         word("unit", "minutes", {"seconds", "minutes", "hours", "days"},
                              "Unit of both.")},
          .apply = apply_delay};
}

}  // namespace mass::transforms
