#include "harness/paths/journey_log.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace mass {

namespace {

std::string outcome(const Step& step, const Journey& journey, std::size_t i) {
  if (!journey.tried[i]) return "not for this message (" + step.when + ")";
  if (!journey.changed[i]) return "nothing to change";
  return fmt::format("{}", fmt::join(journey.log[i], "; "));
}

}  // namespace

std::vector<std::string> journey_log(const Path& path, const Journey& journey) {
  std::vector<std::string> lines;
  const std::size_t steps = std::min(path.steps.size(), journey.log.size());
  for (std::size_t i = 0; i < steps; ++i) {
    const Step& step = path.steps[i];
    lines.push_back(fmt::format("step {}  {} {}  {}: {}", i + 1, path.id, step.host, step.label(),
                                outcome(step, journey, i)));
  }
  return lines;
}

}  // namespace mass
